import { parseIdentifier } from '@/lib/accounts/parse-identifier';
import type { SendAttemptFilter } from '@/lib/delivery/find-send-attempts';
import type { TwilioContext } from './twilio-route';
import { fromVerificationSid } from './twilio-views';

/** What a client wants to see of its messages; null where a field makes no sense. */
export function readAttemptFilter({ fields, owner }: TwilioContext): SendAttemptFilter | null {
  const filter: SendAttemptFilter = { clientId: owner.clientId! };
  const { VerifyServiceSid, VerificationSid, Channel, Status } = fields;
  if (VerifyServiceSid) filter.service = VerifyServiceSid;
  if (VerificationSid) {
    const id = fromVerificationSid(VerificationSid);
    if (id === null) return null;
    filter.challengeId = id;
  }
  if (Channel) filter.channel = Channel === 'call' ? 'voice' : Channel;
  if (Status) {
    if (Status !== 'converted' && Status !== 'unconverted') return null;
    filter.converted = Status === 'converted';
  }
  const to = fields['ChannelData.To'];
  if (to) {
    const identifier = parseIdentifier(to.slice(0, 400));
    if (identifier.kind === 'invalid') return null;
    filter.to = identifier.address;
  }
  for (const [name, field] of [
    ['after', 'DateCreatedAfter'],
    ['before', 'DateCreatedBefore'],
  ] as const) {
    const typed = fields[field];
    if (!typed) continue;
    const at = new Date(typed);
    if (Number.isNaN(at.getTime())) return null;
    filter[name] = at;
  }
  return filter;
}
