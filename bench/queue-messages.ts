import { getKey } from '@/lib/config/keys';
import type { Database } from '@/lib/db/client';

/** Puts codes into the outbox as a request does, many in two statements. `dead`: their codes were cancelled since. */
export async function queueCodes(
  db: Database,
  addresses: readonly string[],
  { channel = 'email', dead = false }: { channel?: 'email' | 'sms'; dead?: boolean } = {},
): Promise<void> {
  await db.$executeRaw`
    WITH made AS (
      INSERT INTO "Otp" ("purpose", "channel", "address", "subject", "nonce", "keyId", "expiresAt", "resendAvailableAt", "canceledAt")
      SELECT 'login', ${channel}, "address", "address", decode(md5(random()::text), 'hex'), ${getKey('code').id},
             now() + interval '5 minutes', now() + interval '30 seconds', CASE WHEN ${dead} THEN now() END
        FROM unnest(${addresses}::text[]) AS wanted("address")
      RETURNING "id", "address", "channel", "expiresAt"
    )
    INSERT INTO "Delivery" ("otpId", "template", "channel", "address", "expiresAt", "params")
    SELECT "id", 'code', "channel", "address", "expiresAt", '{"purpose": "login"}' FROM made`;
}

/** Notices live for hours and go after every code. */
export async function queueNotices(db: Database, addresses: readonly string[]): Promise<void> {
  await db.$executeRaw`
    INSERT INTO "Delivery" ("template", "channel", "address", "priority")
    SELECT 'password_changed', 'email', "address", 10 FROM unnest(${addresses}::text[]) AS wanted("address")`;
}
