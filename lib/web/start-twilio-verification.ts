import { parseIdentifier } from '@/lib/accounts/parse-identifier';
import { findSendAttempts } from '@/lib/delivery/find-send-attempts';
import { sendVerification } from '@/lib/flows/send-verification';
import type { TwilioContext, TwilioReply } from './twilio-route';
import { isServiceSid, renderVerification } from './twilio-views';

const channels = { sms: 'sms', call: 'voice', email: 'email', whatsapp: 'whatsapp' } as const;

/** What would change what the customer is asked to confirm: better refused than left out. */
const unsupported = ['CustomCode', 'Amount', 'Payee', 'Templates', 'TemplateSid', 'CustomMessage'];

/** POST /v2/Services/{sid}/Verifications */
export async function startTwilioVerification(context: TwilioContext): Promise<TwilioReply> {
  const { db, fields, params, owner } = context;
  const { service } = params;
  if (!isServiceSid(service)) return { error: 20404 };
  const feature = unsupported.find((name) => fields[name]);
  if (feature) return { error: 60204, detail: feature };
  const channel = channels[fields.Channel as keyof typeof channels];
  if (!Object.hasOwn(channels, fields.Channel ?? '') || !channel) return { error: 60200, detail: 'Channel' };
  const identifier = parseIdentifier((fields.To ?? '').slice(0, 400));
  if (identifier.kind === 'invalid' || (channel === 'email') !== (identifier.kind === 'email')) {
    return { error: 60200, detail: 'To' };
  }
  const locale = /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(fields.Locale ?? '') ? fields.Locale! : null;
  const visitor = { ...context.visitor, locale };
  const sent = await sendVerification({ db }, { identifier, channel, service, owner, visitor });
  if (sent.ok) {
    const sends = await findSendAttempts(db, { challengeId: sent.value.id });
    return { status: 201, body: renderVerification(context, service, { challenge: sent.value, sends }) };
  }
  if (sent.reason === 'channel_not_offered') return { error: 60223, detail: fields.Channel };
  const { retryAfterSeconds } = sent;
  // The key's own limit is one of requests; the others are about the address.
  return { error: sent.limit === 'api_signed_in' ? 20429 : 60203, retryAfterSeconds };
}
