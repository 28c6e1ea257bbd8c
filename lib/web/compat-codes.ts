import { ttlSeconds } from '@/lib/codes/purposes';
import type { Channel } from '@/lib/delivery/channel';
import { requestCode } from '@/lib/flows/request-code';
import { signInByCompatCode } from '@/lib/flows/sign-in-by-compat-code';
import { verifyCompatCode } from '@/lib/flows/verify-compat-code';
import { publicText } from '@/lib/schemas/public-text';
import { maskedTo } from './code-view';
import { compatOwner, readAddress, refuseCode, renderCompatSession } from './compat-route';
import { type Reply, refuse, reply } from './reply';
import type { RouteContext } from './route';

interface TypedAddress {
  field: string;
  typed: string;
  kind?: 'email' | 'phone';
}

/** Sends a code to any address, account or not, and says so in the words of all three older systems. */
export async function sendCompatCode(
  { db, client, visitor }: RouteContext<unknown>,
  to: TypedAddress & { channel?: Channel | 'call' },
): Promise<Reply> {
  const read = readAddress(to.field, to.typed, to.kind);
  if ('refusal' in read) return read.refusal;
  const identifier = read.address;
  const channel = to.channel === 'call' ? 'voice' : to.channel;
  if (channel && (channel === 'email') !== (identifier.kind === 'email')) {
    return refuse('request_invalid', { errors: { channel: 'This channel does not reach this address.' } });
  }
  const owner = compatOwner(client);
  const result = await requestCode({ db }, { purpose: 'compat', identifier, channel, owner, visitor });
  if (!result.ok) {
    const seconds = result.retryAfterSeconds ?? 60;
    return refuse(result.reason, {
      detail: publicText(result.reason, { seconds }),
      retryAfterSeconds: seconds,
    });
  }
  const { challenge, maskedTo: masked } = result.value;
  return reply(200, {
    success: true,
    status: 'pending',
    message: publicText('code_sent'),
    to: masked,
    channel: challenge.channel,
    expires_in: ttlSeconds('compat'),
    expires_at: challenge.expiresAt.toISOString(),
  });
}

/** Checks a code. A right one signs in, too, where its address has an account without a second factor. */
export async function checkCompatCode(
  { db, client, visitor }: RouteContext<unknown>,
  to: TypedAddress & { code: string },
): Promise<Reply> {
  const read = readAddress(to.field, to.typed, to.kind);
  if ('refusal' in read) return read.refusal;
  const owner = compatOwner(client);
  const { address } = read.address;
  const result = await verifyCompatCode({ db }, { address, typed: to.code, owner, visitor });
  if (!result.ok) return refuseCode(result);
  const signIn = await signInByCompatCode({ db }, result.value, { owner, visitor });
  return reply(200, {
    success: true,
    valid: true,
    status: 'approved',
    message: 'The code is right.',
    to: maskedTo(result.value.challenge),
    ...(signIn.secondFactorRequired ? { second_factor_required: true } : {}),
    ...(signIn.customer ? { user: signIn.customer } : {}),
    ...renderCompatSession(signIn.session),
  });
}
