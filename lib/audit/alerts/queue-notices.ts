import type { AlertSettings } from '@/lib/config/alert-settings';
import type { Database } from '@/lib/db/client';
import { enqueueAlert } from '@/lib/delivery/enqueue-alert';
import type { AlertWay } from './rules';

export type AlertNoticeKind = 'fired' | 'cleared' | 'test';

type Queryable = Pick<Database, '$queryRaw' | '$executeRaw'>;

/** The ways that have a target here. */
export function configuredWays({ emails, webhookUrl, slackWebhookUrl }: AlertSettings): AlertWay[] {
  const targets: Record<AlertWay, boolean> = {
    email: emails.length > 0,
    webhook: webhookUrl !== null,
    slack: slackWebhookUrl !== null,
  };
  return (['email', 'webhook', 'slack'] as const).filter((way) => targets[way]);
}

/**
 * Writes down whom to tell, inside the caller's transaction. Mail goes into the outbox at once; the rest is sent by
 * `sendAlertNotices`. @returns how many
 */
export async function queueNotices(
  db: Queryable,
  settings: AlertSettings,
  notice: { alertId: string | null; kind: AlertNoticeKind; text: string; ways: readonly AlertWay[] },
): Promise<number> {
  const { alertId, kind, text } = notice;
  let count = 0;
  for (const way of configuredWays(settings).filter((one) => notice.ways.includes(one))) {
    for (const email of way === 'email' ? settings.emails : [null]) {
      const deliveryId = email === null ? null : await enqueueAlert(db, { email, kind, text });
      await db.$executeRaw`
        INSERT INTO "AlertNotice" ("alertId", "kind", "way", "text", "deliveryId", "state")
        VALUES (${alertId}::uuid, ${kind}, ${way}, ${text}, ${deliveryId}::uuid, ${email === null ? 'queued' : 'sent'})`;
      count += 1;
    }
  }
  return count;
}
