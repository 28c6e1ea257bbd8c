import type { Channel } from '@/lib/config/delivery-settings';
import { signLink } from '@/lib/config/link-token';
import { signNotMeToken } from '@/lib/config/not-me-token';
import { signUndoToken } from '@/lib/config/undo-token';
import { signUnlockToken } from '@/lib/config/unlock-token';
import { chooseLanguage, type Language } from './catalogue';
import { cleanName, cleanParam } from './clean-param';
import { describeDevice } from './describe-device';
import { fillText } from './fill-text';
import { formatClock, formatLife, formatTime, minutesLeft } from './format-values';
import type { MailLogo } from './mail-brand';
import type { MailContent, MailPart } from './mail-layout';
import { renderAlert } from './render-alert';
import { type MailSite, renderMail } from './render-mail';
import { renderSms } from './render-sms';
import { spokenCode } from './spoken-code';
import {
  alertTemplate,
  isNotice,
  isWordedPurpose,
  type NoticeTemplate,
  type WordedPurpose,
} from './template';
import type { TextKey } from './texts-en';

export interface MessageInput {
  /** What "this wasn't me" is about; null: the mail has no such link. */
  deliveryId: string | null;
  template: string;
  channel: Channel;
  locale: string | null;
  /** Why the code exists; null in notices. */
  purpose: string | null;
  /** From the delivery and, for an approval, from what the code is bound to. Anything a customer typed may be in it. */
  params: Readonly<Record<string, unknown>>;
  /** Null in notices. */
  code: string | null;
  site: MailSite;
  /** When the code was asked for or the thing happened. */
  at: Date;
  /** When the code dies; null in notices. */
  expiresAt: Date | null;
  now: Date;
}

export interface MessageText {
  locale: string;
  /** Mail only, else empty. */
  subject: string;
  text: string;
  html: string | null;
  /** What `html` names as `cid:`; absent: nothing. */
  logo?: MailLogo;
  minutes: number | null;
}

/** The words of one message. Everything in `params` is neutralised here, at the one place that uses it. */
export function renderMessage(input: MessageInput): MessageText {
  if (input.template === alertTemplate) return renderAlert(input);
  const language = chooseLanguage(input.locale);
  const minutes = input.expiresAt === null ? null : minutesLeft(input.expiresAt, input.now);
  const values = readValues(input, language, minutes);
  const purpose = isWordedPurpose(input.purpose) ? input.purpose : 'compat';
  const shared = { locale: language.tag, minutes };
  if (input.channel !== 'email') {
    const kind = isNotice(input.template) ? { notice: input.template } : { purpose, channel: input.channel };
    return { ...shared, subject: '', text: renderSms(language, values, kind), html: null };
  }
  const mail = isNotice(input.template)
    ? noticeMail(language, values, input.template)
    : codeMail(language, values, purpose);
  return { ...shared, ...renderMail(mail, input.site) };
}

const notMeDays = 7;

function readNotMeUrl({ deliveryId, at, site }: MessageInput): string {
  if (deliveryId === null) return '';
  const until = new Date(at.getTime() + notMeDays * 86_400_000);
  return new URL(`/not-me?t=${signNotMeToken(deliveryId, until)}`, site.appUrl).href;
}

type Values = Readonly<Record<string, string>>;

/** The link is signed when the message is sent: the row holds nothing that could be used. */
function readUnlockPath(unlock: unknown): string | null {
  const { userId, until } = (unlock ?? {}) as { userId?: unknown; until?: unknown };
  if (typeof userId !== 'string' || typeof until !== 'string') return null;
  return `/unlock?t=${signUnlockToken(userId, new Date(until))}`;
}

/** Of the page that shows what is to be approved; opening it decides nothing. */
function readApprovalPath(id: unknown): string | null {
  return typeof id === 'string' && /^[0-9a-f-]{36}$/.test(id) ? `/approve/${id}` : null;
}

function readStopPath(stopRelease: unknown): string | null {
  const { id } = (stopRelease ?? {}) as { id?: unknown };
  return typeof id === 'string' ? `/stop-release?t=${signLink('stop_release', id)}` : null;
}

function readUndoPath(undo: unknown): string | null {
  const { id } = (undo ?? {}) as { id?: unknown };
  return typeof id === 'string' ? `/undo?t=${signUndoToken(id)}` : null;
}

function readValues(input: MessageInput, language: Language, minutes: number | null): Values {
  const { params, site } = input;
  const change = `change.${cleanParam(params.change)}`;
  return {
    app: site.appName,
    host: site.appUrl.hostname,
    url: new URL(
      readUnlockPath(params.unlock) ??
        readUndoPath(params.undo) ??
        readStopPath(params.stopRelease) ??
        readApprovalPath(params.approvalId) ??
        '/forgot-password',
      site.appUrl,
    ).href,
    // Whoever can take a change back has the stronger way out.
    notMe: readUndoPath(params.undo) ? '' : readNotMeUrl(input),
    time: formatTime(language, input.at),
    clock: formatClock(language, input.at),
    until: input.expiresAt ? formatTime(language, input.expiresAt) : '',
    life: minutes === null ? '' : formatLife(language, minutes),
    code: input.channel === 'voice' ? spokenCode(input.code ?? '') : (input.code ?? ''),
    name: cleanName(params.name) ?? '',
    device: describeDevice(params.userAgent) ?? '',
    amount: cleanParam(params.amount, 24),
    payee: cleanParam(params.payee, 40),
    kind: cleanParam(params.kind, 40),
    details: cleanParam(params.text, 140),
    hasPage: readApprovalPath(params.approvalId) ? 'yes' : '',
    // A masked address has its dots and its @ on purpose, and no letters to make a link of.
    to: cleanParam(params.to),
    left: cleanParam(params.left, 4),
    change: language.texts[change in language.texts ? (change as TextKey) : 'change.other'],
  };
}

function codeMail(language: Language, values: Values, purpose: WordedPurpose): MailContent {
  const say = (key: TextKey) => fillText(language.texts[key], values);
  const facts = [
    [say('fact.site'), values.host!],
    [say('fact.action'), say(`${purpose}.action`)],
    [say('fact.time'), values.time!],
    [say('fact.device'), values.device!],
  ] as const;
  const bound = [
    [say('fact.amount'), values.amount!],
    [say('fact.payee'), values.payee!],
    [say('fact.kind'), values.kind!],
    [say('fact.text'), values.details!],
  ] as const;
  const page: MailPart[] = values.hasPage
    ? [
        { kind: 'paragraph', text: say('approval.link') },
        { kind: 'link', url: values.url! },
      ]
    : [];
  const code: MailPart = { kind: 'code', code: values.code! };
  return layOut(language, values, say(`${purpose}.subject`), say('mail.preheader'), [
    { kind: 'paragraph', text: say(`${purpose}.intro`) },
    ...(purpose === 'approval' ? [factsOf(bound), code, ...page] : [code]),
    { kind: 'paragraph', text: `${say('mail.life')} ${say('mail.secret')}` },
    factsOf(facts),
    { kind: 'note', text: say('mail.unasked') },
    ...notMeLink(values, say('mail.not_me_code')),
  ]);
}

function noticeMail(language: Language, values: Values, notice: NoticeTemplate): MailContent {
  const say = (key: TextKey) => fillText(language.texts[key], values);
  const facts = [
    [say('fact.site'), values.host!],
    [say('fact.time'), values.time!],
    [say('fact.device'), values.device!],
  ] as const;
  return layOut(language, values, say(`${notice}.subject`), say(`${notice}.body`), [
    { kind: 'paragraph', text: say(`${notice}.body`) },
    factsOf(facts),
    { kind: 'paragraph', text: say(`${notice}.advice`) },
    { kind: 'link', url: values.url! },
    ...notMeLink(values, say('mail.not_me')),
  ]);
}

function notMeLink({ notMe }: Values, label: string): MailPart[] {
  return notMe ? [{ kind: 'link', url: notMe, label }] : [];
}

function factsOf(rows: readonly (readonly [string, string])[]): MailPart {
  return { kind: 'facts', rows: rows.filter(([, value]) => value !== '') };
}

function layOut(
  language: Language,
  values: Values,
  title: string,
  preheader: string,
  parts: MailPart[],
): MailContent {
  const greeting = language.texts[values.name ? 'greeting.named' : 'greeting.plain'];
  return {
    language: language.tag,
    direction: language.direction,
    title,
    preheader,
    footer: fillText(language.texts['mail.footer'], values),
    parts: [{ kind: 'paragraph', text: fillText(greeting, values) }, ...parts],
  };
}
