import { describeClient } from '@/lib/accounts/describe-client';
import { findAccountActivity } from '@/lib/audit/find-account-activity';
import { describeDevice } from '@/lib/delivery/messages/describe-device';
import { describeForOwner } from '@/lib/words/describe-for-owner';
import type { Words } from '@/lib/words/words';
import type { Deps } from './deps';

export interface ActivityView {
  id: string;
  at: Date;
  sentence: string;
  /** "Firefox on Linux"; null where no browser was signed in. */
  device: string | null;
  place: string | null;
}

export interface ActivityPage {
  events: ActivityView[];
  /** Ask with it for what came before; null at the end. */
  next: string | null;
}

const pageSize = 30;

/** What happened on an account, for its owner: the newest first, in words. */
export async function getActivity(
  { db }: Deps,
  input: { userId: string; before: string | null; words: Words['activity'] },
): Promise<ActivityPage> {
  // Nineteen digits fit a bigint of PostgreSQL or not; eighteen always do.
  const before = /^\d{1,18}$/.test(input.before ?? '') ? BigInt(input.before!) : null;
  const rows = await findAccountActivity(db, input.userId, { before, most: pageSize + 1 });
  const shown = rows.slice(0, pageSize);
  return {
    events: shown.map((row) => ({
      id: row.id,
      at: row.at,
      sentence: describeForOwner(input.words, row),
      device: row.userAgent === null ? null : describeDevice(row.userAgent),
      // Where staff sits is not the customer's business.
      place: row.actor === 'customer' ? describeClient(row.client) : null,
    })),
    next: rows.length > pageSize ? shown.at(-1)!.id : null,
  };
}
