import { fingerprint } from '@/lib/accounts/fingerprint';
import type { Database } from '@/lib/db/client';
import { fail, ok, type Result } from '@/lib/result';
import { getLimits, type LimitName, type Limits } from './catalogue';
import { chooseLimitStore, type LimitStore } from './limit-store';
import { noteRefusal } from './refusals';

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
 * Takes one use of every limit, or of none, in one step by the store's clock.
 * Throws when the store cannot be asked: callers refuse the request then.
 */
export async function takeLimits(
  db: Queryable,
  uses: readonly LimitUse[],
  limits: Limits = getLimits(),
  store: LimitStore = chooseLimitStore(db),
): Promise<Result<LimitsLeft, 'limited', LimitRefusal>> {
  const byKey = new Map(uses.map((use) => [limitKey(use), use.limit]));
  if (byKey.size === 0) return ok({});
  const names = [...byKey.values()];
  const answers = await store.take([...byKey].map(([key, name]) => ({ key, ...limits[name] })));

  let refusal: LimitRefusal | null = null;
  const left: LimitsLeft = {};
  for (const [index, { remaining, retryAfterSeconds }] of answers.entries()) {
    const limit = names[index]!;
    left[limit] = remaining;
    if (retryAfterSeconds > (refusal?.retryAfterSeconds ?? 0)) refusal = { limit, retryAfterSeconds };
  }
  if (!refusal) return ok(left);
  noteRefusal(refusal.limit);
  return fail('limited', refusal);
}

/** The window of a limit. The name is part of what is hashed, so that windows of one subject cannot be put together. */
export function limitKey({ limit, subject }: LimitUse): string {
  return `${limit}:${fingerprint(`${limit}\n${subject}`)}`;
}
