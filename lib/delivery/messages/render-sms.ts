import type { Language } from './catalogue';
import { fillText } from './fill-text';
import { measureSms, simplifySms } from './measure-sms';
import type { NoticeTemplate, WordedPurpose } from './template';
import type { TextKey } from './texts-en';

type Values = Readonly<Record<string, string>>;
type Kind = { notice: NoticeTemplate } | { purpose: WordedPurpose; channel: 'sms' | 'whatsapp' | 'voice' };

/** A text message. Sentences that can be spared go, the least needed first, until it fits one segment. */
export function renderSms(language: Language, values: Values, kind: Kind): string {
  const say = (key: TextKey) => fillText(language.texts[key], values);
  // A device that is not known leaves its brackets empty.
  if ('notice' in kind) return simplifySms(say(`${kind.notice}.sms`).replace(' ()', ''));
  if (kind.channel === 'voice') return say('voice.code');
  const approval = kind.purpose === 'approval' && values.amount !== '' && values.payee !== '';
  const first = say(approval ? 'sms.approval' : 'sms.code');
  const action =
    kind.purpose !== 'approval' ? say(`sms.${kind.purpose}`) : values.hasPage ? say('sms.approval_link') : '';
  const time = say('sms.time');
  const secret = say('sms.secret');
  // Ours, and last: the phone offers the code only to this site (WebOTP, Safari's domain-bound codes).
  const lastLine = kind.channel === 'sms' ? `\n\n@${values.host} #${values.code}` : '';
  // Whoever is to approve something needs the page, if it costs a segment.
  const spared = kind.purpose === 'approval' && values.hasPage ? [[action]] : [[secret], []];
  const drafts = [[action, secret, time], [action, secret], ...spared].map((extra) =>
    simplifySms([first, ...extra].filter((sentence) => sentence !== '').join(' ') + lastLine),
  );
  return drafts.find((draft) => measureSms(draft).segments === 1) ?? drafts[drafts.length - 1]!;
}
