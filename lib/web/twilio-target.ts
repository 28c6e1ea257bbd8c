import { parseIdentifier } from '@/lib/accounts/parse-identifier';
import type { VerificationTarget } from '@/lib/flows/get-verification';
import type { TwilioContext } from './twilio-route';
import { fromVerificationSid } from './twilio-views';

/** Which verification a client means: by its sid, or by the address that is being verified. */
export function readTwilioTarget(context: TwilioContext, service: string, named: string): VerificationTarget {
  const id = fromVerificationSid(named);
  const identifier = parseIdentifier(named.slice(0, 400));
  const address = id === null && identifier.kind !== 'invalid' ? identifier.address : null;
  return { id, address, service, owner: context.owner };
}
