import { fingerprint } from '@/lib/accounts/fingerprint';
import type { Database } from '@/lib/db/client';
import { fail, ok, type Result } from '@/lib/result';
import { getLimits, type LimitName, type Limits } from './catalogue';

/** What a transaction and a client have in common. */
export type Queryable = Pick<Database, '$queryRaw' | '$executeRaw'>;

export interface LimitUse {
  limit: LimitName;
  /** Whose use it is: an address, a client (clientSubject), an account's id. Only its fingerprint is stored. */
  subject: string;
}

export interface LimitRefusal {
  limit: LimitName;
  /** After so long all the limits asked for let one through, if nobody else uses them. Whole seconds, at least 1. */
  retryAfterSeconds: number;
}

/** What is left of each limit after the take. */
export type LimitsLeft = Partial<Record<LimitName, number>>;

/**
 * Takes one use of every limit, or of none, in one statement by the database's clock.
 * Throws when the database cannot be asked: callers refuse the request then.
 */
export async function takeLimits(
  db: Queryable,
  uses: readonly LimitUse[],
  limits: Limits = getLimits(),
): Promise<Result<LimitsLeft, 'limited', LimitRefusal>> {
  const byKey = new Map(uses.map((use) => [limitKey(use), use.limit]));
  if (byKey.size === 0) return ok({});
  const keys = [...byKey.keys()];
  const names = [...byKey.values()];
  const maxima = names.map((name) => limits[name].max);
  const seconds = names.map((name) => limits[name].seconds);
  const rows = await db.$queryRaw<{ remaining: number; retryAfterSeconds: number }[]>`
    SELECT * FROM latchkey_take_limits(${keys}::text[], ${maxima}::int[], ${seconds}::int[])`;

  let refusal: LimitRefusal | null = null;
  const left: LimitsLeft = {};
  for (const [index, { remaining, retryAfterSeconds }] of rows.entries()) {
    const limit = names[index]!;
    left[limit] = remaining;
    if (retryAfterSeconds > (refusal?.retryAfterSeconds ?? 0)) refusal = { limit, retryAfterSeconds };
  }
  return refusal ? fail('limited', refusal) : ok(left);
}

/** The row of a limit. The name is part of what is hashed, so that rows of one subject cannot be put together. */
export function limitKey({ limit, subject }: LimitUse): string {
  return `${limit}:${fingerprint(`${limit}\n${subject}`)}`;
}
