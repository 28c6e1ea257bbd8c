import { findAccountByAddress } from '@/lib/accounts/find-account';
import { endSessions } from '@/lib/accounts/sessions';
import { recordEvent } from '@/lib/audit/record-event';
import { fail, ok, type Result } from '@/lib/result';
import type { Deps } from './deps';

export type AccountChange =
  | { kind: 'role'; role: 'customer' | 'support' | 'admin' }
  | { kind: 'disable' }
  | { kind: 'enable' }
  | { kind: 'sign_out' };

/** What an admin does to an account. Triggers end its sessions with its status and its role. */
export async function changeAccount(
  { db }: Deps,
  { address, change, actor }: { address: string; change: AccountChange; actor: string },
): Promise<Result<{ userId: string }, 'not_found' | 'last_admin'>> {
  const account = await findAccountByAddress(db, address);
  if (!account) return fail('not_found');
  const { id } = account;
  const role = change.kind === 'role' ? change.role : account.role;
  const status =
    change.kind === 'disable' ? 'disabled' : change.kind === 'enable' ? 'active' : account.status;
  if (change.kind === 'sign_out') await endSessions(db, id, 'revoked');
  else {
    // One statement with the others locked: of two admins who demote each other at once, one stays.
    const changed = await db.$executeRaw`
      WITH admins AS (
        SELECT "id" FROM "User" WHERE "role" = 'admin' AND "status" = 'active' ORDER BY "id" FOR NO KEY UPDATE
      )
      UPDATE "User" SET "role" = ${role}::"Role", "status" = ${status}::"UserStatus"
       WHERE "id" = ${id}::uuid AND (${role === 'admin' && status === 'active'}::boolean
         OR NOT EXISTS (SELECT 1 FROM admins WHERE "id" = ${id}::uuid) OR (SELECT count(*) FROM admins) > 1)`;
    if (changed === 0) return fail('last_admin');
  }
  await recordEvent(db, { type: 'admin_action', actor, userId: id, data: { ...change } });
  return ok({ userId: id });
}
