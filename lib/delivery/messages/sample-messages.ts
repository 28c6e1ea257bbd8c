import type { Channel } from '@/lib/config/delivery-settings';
import { type MessageInput, type MessageText, renderMessage } from './render-message';
import { noticeTemplates, type Template, type WordedPurpose, wordedPurposes } from './template';

export interface SampleKind {
  /** `login.email`, `password_changed.sms`. */
  id: string;
  template: Template;
  /** Null in notices. */
  purpose: WordedPurpose | null;
  channel: Channel;
}

/** Every message that there is. */
export const sampleKinds: readonly SampleKind[] = [
  ...wordedPurposes.flatMap((purpose) =>
    (['email', 'sms', 'whatsapp', 'voice'] as const).map(
      (channel): SampleKind => ({ id: `${purpose}.${channel}`, template: 'code', purpose, channel }),
    ),
  ),
  ...noticeTemplates.flatMap((template) =>
    (['email', 'sms'] as const).map(
      (channel): SampleKind => ({ id: `${template}.${channel}`, template, purpose: null, channel }),
    ),
  ),
];

const id = '00000000-0000-4000-8000-000000000000';
const noon = new Date('2026-11-20T12:00:00Z');

export const sampleCode = '012345';

export const sampleParams: Readonly<Record<string, unknown>> = {
  name: 'Asha Rao',
  userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
  amount: '1,250.00 EUR',
  payee: 'Green Grocer',
  kind: 'Transfer',
  to: 'j•••@e•••.com',
  left: 9,
  change: 'passkey_added',
};

/** What only one kind of message has. The signed links lead nowhere: their ids are made up. */
const ownParams: Readonly<Record<string, Record<string, unknown>>> = {
  approval: { approvalId: id },
  factor_off: { unlock: { userId: id, until: new Date(noon.getTime() + 86_400_000).toISOString() } },
  release_planned: { stopRelease: { id } },
  address_changed: { undo: { id } },
  address_removed: { undo: { id } },
};

/** A message as it would be sent, about nothing and nobody. */
export function renderSample(
  { template, purpose, channel }: SampleKind,
  locale: string,
  site: MessageInput['site'],
  params: Readonly<Record<string, unknown>> = sampleParams,
): MessageText {
  return renderMessage({
    deliveryId: id,
    template,
    purpose,
    channel,
    locale,
    params: { ...params, ...ownParams[purpose ?? template] },
    code: purpose === null ? null : sampleCode,
    site,
    at: noon,
    expiresAt: purpose === null ? null : new Date(noon.getTime() + 10 * 60_000),
    now: noon,
  });
}
