import { randomBytes, randomUUID } from 'node:crypto';
import { loadDeliverySettings } from '@/lib/config/delivery-settings';
import type { Database } from '@/lib/db/client';
import type { ClaimedChallenge } from './claim-deliveries';
import type { OutboxDeps } from './outbox-deps';

/** For tests: a code that shows which challenge and generation it was made for. */
export const fixtureCode = ({ nonce, generation }: Pick<ClaimedChallenge, 'nonce' | 'generation'>) =>
  String(((nonce[0]! << 8) | nonce[1]!) * 10 + generation).padStart(6, '0');

/** For tests: what a worker needs, with the settings that an operator writes. */
export function outboxDeps(
  db: Database,
  env: Record<string, string>,
  change: Partial<OutboxDeps> = {},
): OutboxDeps {
  const problems: string[] = [];
  const delivery = loadDeliverySettings(env, problems, { loopback: true });
  if (problems.length > 0) throw new Error(problems.join('\n'));
  const settings = { appName: 'Latchkey', appUrl: new URL('http://localhost:3000'), delivery };
  return { db, deriveCode: fixtureCode, settings, ...change };
}

export interface QueuedCode {
  otpId: string;
  id: string;
  address: string;
  code: string;
}

/** For tests: a challenge and its message in the outbox. `proved`: an account has proved the number. */
export async function queueCode(
  db: Database,
  wanted: {
    channel?: string;
    address?: string;
    purpose?: string;
    proved?: boolean;
    lifeSeconds?: number;
  } = {},
): Promise<QueuedCode> {
  const { channel = 'sms', purpose = 'login', lifeSeconds = 600 } = wanted;
  const address = wanted.address ?? (channel === 'email' ? `${randomUUID()}@example.com` : randomNumber());
  const user = wanted.proved
    ? await db.user.create({ data: { phone: address, phoneVerifiedAt: new Date() } })
    : null;
  const nonce = randomBytes(16);
  const expiresAt = new Date(Date.now() + lifeSeconds * 1000);
  const otp = await db.otp.create({
    data: {
      ...{ purpose, channel, address, subject: 's', nonce, keyId: 'k', userId: user?.id },
      ...{ expiresAt, resendAvailableAt: new Date() },
    },
  });
  const delivery = await db.delivery.create({
    data: { otpId: otp.id, userId: user?.id, template: 'code', channel, address, expiresAt },
  });
  return { otpId: otp.id, id: delivery.id, address, code: fixtureCode({ nonce, generation: 0 }) };
}

/** A number of the United States that nobody else in the test has. */
export function randomNumber(prefix = '+1202'): string {
  return prefix + String(2_000_000 + (randomBytes(4).readUInt32BE() % 7_999_999));
}
