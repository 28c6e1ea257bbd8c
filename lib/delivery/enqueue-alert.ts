import type { Database } from '@/lib/db/client';
import { alertTemplate } from './messages/template';

/** Before other notices, after codes. */
const alertPriority = 5;
/** Later it is in the console, and nobody needs to be woken up. */
const alertLifeHours = 24;

/** Puts an alert for the operator into the outbox, inside the caller's transaction. @returns the delivery's id */
export async function enqueueAlert(
  db: Pick<Database, '$queryRaw'>,
  { email, kind, text }: { email: string; kind: string; text: string },
): Promise<string> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    INSERT INTO "Delivery" ("template", "channel", "address", "params", "priority", "expiresAt")
    VALUES (${alertTemplate}, 'email', ${email}, ${JSON.stringify({ kind, text })}::jsonb, ${alertPriority},
            now() + ${alertLifeHours} * interval '1 hour')
    RETURNING "id"::text AS "id"`;
  return rows[0]!.id;
}
