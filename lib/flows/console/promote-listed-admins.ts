import { recordEvent } from '@/lib/audit/record-event';
import { getSettings } from '@/lib/config/settings';
import type { Deps } from '../deps';

/**
 * Makes admins of the accounts whose proved e-mail address is in ADMIN_EMAILS. Runs at start, and before a sign-in gets
 * its session (a change of the role ends the sessions that there are). @returns how many
 */
export async function promoteListedAdmins(
  { db }: Deps,
  {
    userId = null,
    emails = getSettings().adminEmails,
  }: { userId?: string | null; emails?: readonly string[] } = {},
): Promise<number> {
  if (emails.length === 0) return 0;
  const rows = await db.$queryRaw<{ id: string }[]>`
    UPDATE "User" SET "role" = 'admin'
     WHERE "role" <> 'admin' AND "id" IN (
       SELECT "id" FROM "User"
        WHERE "email" = ANY(${[...emails]}::text[]) AND "emailVerifiedAt" IS NOT NULL AND "role" <> 'admin'
          AND "status" = 'active' AND (${userId}::uuid IS NULL OR "id" = ${userId}::uuid)
        ORDER BY "id" FOR NO KEY UPDATE)
    RETURNING "id"::text`;
  for (const { id } of rows) {
    await recordEvent(db, {
      type: 'admin_action',
      userId: id,
      actor: 'system',
      data: { kind: 'role', role: 'admin', by: 'ADMIN_EMAILS' },
    });
  }
  return rows.length;
}
