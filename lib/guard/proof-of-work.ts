import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { type Challenge, createChallenge, randomInt, type Solution, verifySolution } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import { getKey, listKeys } from '@/lib/config/keys';
import type { Queryable } from '@/lib/limits/take-limits';
import { spendProof } from './spend-proof';

/** About a second on a phone: some 1,500 tries of 1,000 rounds. Making and checking one costs us one try. */
const cost = 1_000;
const tries = { min: 500, max: 2_500 };
const lifeSeconds = 10 * 60;
/** The slower way, for browsers without JavaScript: waiting. */
export const waitSeconds = 15;

/** A puzzle for one client, good once and for ten minutes. */
export async function createPuzzle(client: string): Promise<string> {
  const secret = puzzleSecret(getKey('link').bytes);
  const challenge = await createChallenge({
    algorithm: 'PBKDF2/SHA-256',
    cost,
    counter: randomInt(tries.max, tries.min),
    deriveKey,
    data: { client: clientMark(client, getKey('link').bytes) },
    expiresAt: Math.floor(Date.now() / 1000) + lifeSeconds,
    hmacSignatureSecret: secret,
    hmacKeySignatureSecret: secret,
  });
  return JSON.stringify(challenge);
}

/** Whether a typed proof is a right solution of a puzzle of ours for this client, that was not used before. */
export async function acceptSolution(db: Queryable, typed: string, client: string): Promise<boolean> {
  const payload = parseSolution(typed);
  if (!payload?.challenge.signature) return false;
  const { challenge, solution } = payload;
  for (const { bytes } of listKeys('link')) {
    if (challenge.parameters.data?.client !== clientMark(client, bytes)) continue;
    const secret = puzzleSecret(bytes);
    const result = await verifySolution({
      challenge,
      solution,
      deriveKey,
      hmacSignatureSecret: secret,
      hmacKeySignatureSecret: secret,
    }).catch(() => null);
    if (result?.verified)
      return spendProof(db, `puzzle ${challenge.signature}`, new Date(Date.now() + lifeSeconds * 1000));
  }
  return false;
}

function parseSolution(typed: string): { challenge: Challenge; solution: Solution } | null {
  if (typed === '' || typed.length > 4_000) return null;
  try {
    const value = JSON.parse(typed) as { challenge?: Challenge; solution?: Solution };
    // The cost is signed too; checked first, so that a made-up one costs us nothing.
    if (value.challenge?.parameters?.cost !== cost || typeof value.solution?.counter !== 'number')
      return null;
    return value as { challenge: Challenge; solution: Solution };
  } catch {
    return null;
  }
}

/** Says when its client may go on without a puzzle: `<seconds>.<random>.<signature>`. */
export function createTicket(client: string, now = Date.now()): string {
  const body = `${Math.floor(now / 1000)}.${randomBytes(12).toString('base64url')}`;
  return `${body}.${signTicket(body, client, getKey('link').bytes)}`;
}

export async function acceptTicket(
  db: Queryable,
  ticket: string,
  client: string,
  now = Date.now(),
): Promise<boolean> {
  const [, body = '', issued = '', signature = ''] =
    /^((\d{10})\.[\w-]{16})\.([\w-]{22})$/.exec(ticket) ?? [];
  if (body === '') return false;
  const given = Buffer.from(signature);
  const own = listKeys('link').some(({ bytes }) =>
    timingSafeEqual(given, Buffer.from(signTicket(body, client, bytes))),
  );
  const age = now / 1000 - Number(issued);
  if (!own || age < waitSeconds || age > lifeSeconds) return false;
  return spendProof(db, `ticket ${body}`, new Date(now + lifeSeconds * 1000));
}

function signTicket(body: string, client: string, key: Uint8Array): string {
  return createHmac('sha256', key).update(`ticket\n${client}\n${body}`).digest('base64url').slice(0, 22);
}

function puzzleSecret(key: Uint8Array): string {
  return createHmac('sha256', key).update('puzzle').digest('base64url');
}

/** A solution works only for the client that got the puzzle; its address itself is not shown. */
function clientMark(client: string, key: Uint8Array): string {
  return createHmac('sha256', key).update(`puzzle client\n${client}`).digest('base64url').slice(0, 16);
}
