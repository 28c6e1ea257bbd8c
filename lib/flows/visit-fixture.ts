import { createHmac, randomBytes, randomInt } from 'node:crypto';
import type { ChallengeOwner } from '@/lib/codes/challenge';
import { deriveChallengeCode } from '@/lib/codes/derive-challenge-code';
import { getChallenge } from '@/lib/codes/get-challenge';
import type { Database } from '@/lib/db/client';
import type { Visitor } from './deps';

/** For tests: a browser that nobody has seen before. */
export interface Visit {
  owner: ChallengeOwner;
  visitor: Visitor;
}

export function newVisit(): Visit {
  return {
    owner: { browserHash: randomBytes(32), clientId: null },
    visitor: {
      // RFC 2544 keeps this range for tests.
      clientAddress: `198.${randomInt(18, 20)}.${randomInt(256)}.${randomInt(1, 255)}`,
      userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
      requestId: randomBytes(8).toString('hex'),
      locale: 'en',
    },
  };
}

/** For tests: the code that follows from a challenge; for a decoy nobody is ever sent it. */
export async function readCode(db: Database, id: string, owner: ChallengeOwner): Promise<string> {
  return deriveChallengeCode((await getChallenge(db, id, owner))!)!;
}

/** For tests: RFC 6238 written again, so that the library is not its own witness. */
export function appCode(secret: Uint8Array, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', secret).update(counter).digest();
  return String((mac.readUInt32BE(mac[19]! & 15) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

/** For tests: the step of the database's clock. */
export async function currentStep(db: Database): Promise<number> {
  const rows = await db.$queryRaw<
    { step: number }[]
  >`SELECT floor(extract(epoch FROM now()) / 30)::int AS "step"`;
  return rows[0]!.step;
}
