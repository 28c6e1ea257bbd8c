import type { AwsSettings } from '@/lib/config/vendor-settings';
import { fail, ok } from '@/lib/result';
import type { FailureKind } from '../delivery-error';
import { lookUp } from '../look-up';
import type { ReadReceipt, ReceiptEvent, StateEvent } from './receipt-event';
import { isSignedBySns, isSnsUrl, type SnsEnvelope } from './sns-signature';

/** Notifications of Amazon SES and SNS, which both come by SNS, signed; AWS_SNS_TOPIC_ARN names the topics. */
export const readAwsReceipt: ReadReceipt = async ({ body, now }, { aws }) => {
  if (!aws || aws.topicArns.length === 0) return fail('unconfigured');
  const envelope = parseObject(body) as SnsEnvelope | null;
  if (!envelope || !hasTexts(envelope) || !(await isSignedBySns(envelope, aws, now))) return fail('forged');
  if (envelope.Type === 'SubscriptionConfirmation') await confirm(envelope, aws);
  if (envelope.Type !== 'Notification') return ok([]);
  const message = parseObject(envelope.Message);
  if (!message) return ok([]);
  const event =
    'delivery' in message && 'status' in message ? readSms(envelope, message) : readMail(envelope, message);
  return ok(event ? [event] : []);
};

function parseObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

function hasTexts(envelope: SnsEnvelope): boolean {
  const { Type, MessageId, TopicArn, Message, Timestamp, Signature, SigningCertURL, SignatureVersion } =
    envelope;
  const fields = [Type, MessageId, TopicArn, Message, Timestamp, Signature, SigningCertURL, SignatureVersion];
  return fields.every((field) => typeof field === 'string');
}

/** Says yes to a topic of ours that wants to send here. The answer is AWS's affair: it asks again. */
async function confirm({ SubscribeURL }: SnsEnvelope, aws: AwsSettings): Promise<void> {
  if (!SubscribeURL || !isSnsUrl(SubscribeURL, aws)) return;
  await fetch(SubscribeURL, { redirect: 'error', signal: AbortSignal.timeout(5_000) }).catch(() => null);
}

interface MailNotification {
  eventType?: string;
  notificationType?: string;
  mail?: { messageId?: string; commonHeaders?: { messageId?: string } };
  bounce?: { bounceType?: string; bounceSubType?: string; bouncedRecipients?: { status?: string }[] };
}

/** Written against https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html. */
function readMail(envelope: SnsEnvelope, message: MailNotification): ReceiptEvent | null {
  const type = message.eventType ?? message.notificationType;
  // SES by SMTP keeps our own Message-ID; by its API it makes one.
  const smtpId = message.mail?.commonHeaders?.messageId;
  const isOurs = smtpId !== undefined && /^<[0-9a-f-]{36}@/.test(smtpId);
  const id = isOurs ? smtpId : message.mail?.messageId;
  if (!id) return null;
  const base = {
    ...{ type: 'state', eventId: envelope.MessageId, providerMessageId: id },
    providers: [isOurs ? 'smtp' : 'ses'],
  } as const satisfies Partial<StateEvent>;
  if (type === 'Delivery') return { ...base, state: 'delivered' };
  // It arrived, and the reader does not want it.
  if (type === 'Complaint') return { ...base, state: 'delivered', suppress: 'complained' };
  if (type === 'Reject') {
    return {
      ...base,
      state: 'undelivered',
      failure: { kind: 'rejected', vendorCode: 'Reject', detail: 'SES found a virus.' },
    };
  }
  if (type !== 'Bounce') return null;
  const { bounceType = '', bounceSubType = '', bouncedRecipients } = message.bounce ?? {};
  const [kind, detail] = lookUp(bounces, `${bounceType} ${bounceSubType}`) ??
    lookUp(bounces, bounceType) ?? ['unavailable', 'The mail came back, and SES cannot tell why.'];
  const vendorCode = bouncedRecipients?.[0]?.status?.slice(0, 20) ?? null;
  const suppress = kind === 'invalid_address' ? { suppress: 'bounced' as const } : {};
  return { ...base, state: 'undelivered', failure: { kind, vendorCode, detail }, ...suppress };
}

/**
 * Types and subtypes of bounces. Written against
 * https://docs.aws.amazon.com/ses/latest/dg/notification-contents.html#bounce-types.
 */
const bounces: Readonly<Record<string, [FailureKind, detail: string]>> = {
  Permanent: ['invalid_address', 'There is no such mailbox.'],
  'Permanent Suppressed': [
    'invalid_address',
    'The address bounced before: it is on the suppression list of SES.',
  ],
  'Permanent OnAccountSuppressionList': [
    'invalid_address',
    'The address is on the suppression list of the SES account.',
  ],
  Transient: ['unavailable', 'The mailbox takes nothing now.'],
  'Transient MailboxFull': ['unavailable', 'The mailbox is full.'],
  'Transient MessageTooLarge': ['rejected', 'The mail is too large for this mailbox.'],
  'Transient ContentRejected': ['rejected', 'The receiver does not allow the content of the mail.'],
  'Transient AttachmentRejected': ['rejected', 'The receiver does not allow the content of the mail.'],
};

/**
 * Reasons in `providerResponse`. Written against
 * https://docs.aws.amazon.com/sns/latest/dg/sms_stats_cloudwatch.html#sms_stats_delivery_fail_reasons; the last two are not
 * on that page but in logs that others have published. First match wins.
 */
const smsResponses: readonly [form: RegExp, FailureKind, detail: string][] = [
  [/invalid phone number/i, 'invalid_address', 'The number is not valid.'],
  [/blocked as spam/i, 'rejected', 'The carrier filters this text.'],
  [/blocked|blacklisted/i, 'rejected', 'The owner or the carrier blocks these texts.'],
  [/opted out/i, 'rejected', 'The owner of the number has answered STOP.'],
  [/body is invalid/i, 'rejected', 'The text is not valid.'],
  [/exceed max price/i, 'rejected', 'The price of the text is above the limit that is set.'],
  [/currently unreachable/i, 'unavailable', 'The phone or its carrier cannot be reached.'],
  [/unknown error/i, 'unavailable', 'The phone was not reached, and the carrier gives no reason.'],
  [/no quota left/i, 'rate_limited', 'The monthly spending limit of the AWS account is used up.'],
  [
    /requires additional review/i,
    'auth_failed',
    'AWS wants to review the account first. Open a support case there.',
  ],
];

interface SmsNotification {
  notification?: { messageId?: string };
  delivery?: { providerResponse?: string };
  status?: string;
}

function readSms(envelope: SnsEnvelope, message: SmsNotification): ReceiptEvent | null {
  const id = message.notification?.messageId;
  if (!id) return null;
  const base = {
    type: 'state',
    eventId: envelope.MessageId,
    providers: ['sns'],
    providerMessageId: id,
  } as const;
  if (message.status === 'SUCCESS') return { ...base, state: 'delivered' };
  if (message.status !== 'FAILURE') return null;
  const said = message.delivery?.providerResponse ?? '';
  const [, kind, detail] = smsResponses.find(([form]) => form.test(said)) ?? [
    null,
    'unavailable' as const,
    'The phone or its carrier cannot be reached.',
  ];
  const stopped = /opted out/i.test(said) ? { suppress: 'stopped' as const } : {};
  return { ...base, state: 'undelivered', failure: { kind, vendorCode: null, detail }, ...stopped };
}
