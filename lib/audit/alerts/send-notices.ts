import { getSettings, type Settings } from '@/lib/config/settings';
import type { Database } from '@/lib/db/client';
import { postToTarget } from '@/lib/delivery/webhooks/post-to-target';

/** Seconds from one attempt to the next; after the last one it is given up: the console has it. */
const retryAfterSeconds = [10, 60, 300, 1800, 3600];
const leaseSeconds = 60;
const atOnce = 10;

interface DueNotice {
  id: string;
  alertId: string | null;
  kind: string;
  way: 'webhook' | 'slack';
  text: string;
  attemptCount: number;
  createdAt: Date;
  rule: string | null;
  subject: string | null;
  value: number | null;
  threshold: number | null;
}

type AlertTargets = Pick<Settings, 'alerts' | 'webhooksMayBePrivate' | 'appName' | 'appUrl'>;

/** Sends what is due to the webhooks; any number of processes share the work. @returns how many were tried */
export async function sendAlertNotices(
  db: Database,
  settings: AlertTargets = getSettings(),
): Promise<number> {
  const due = await db.$queryRaw<DueNotice[]>`
    WITH due AS (
      SELECT "id" FROM "AlertNotice" WHERE "state" = 'queued' AND "availableAt" < now() + interval '1 millisecond'
       ORDER BY "availableAt" LIMIT ${atOnce} FOR UPDATE SKIP LOCKED
    )
    UPDATE "AlertNotice" n
       SET "attemptCount" = n."attemptCount" + 1, "availableAt" = now() + ${leaseSeconds} * interval '1 second'
      FROM due LEFT JOIN "Alert" a ON a."id" = (SELECT "alertId" FROM "AlertNotice" WHERE "id" = due."id")
     WHERE n."id" = due."id"
    RETURNING n."id"::text AS "id", n."alertId"::text AS "alertId", n."kind", n."way", n."text", n."attemptCount",
              n."createdAt", a."rule", a."subject", a."value", a."threshold"`;
  await Promise.all(due.map((notice) => send(db, notice, settings)));
  return due.length;
}

async function send(db: Database, notice: DueNotice, settings: AlertTargets): Promise<void> {
  const error = await attempt(notice, settings);
  const wait = error === null ? null : (retryAfterSeconds[notice.attemptCount - 1] ?? null);
  const state = error === null ? 'sent' : wait === null ? 'failed' : 'queued';
  await db.$executeRaw`
    UPDATE "AlertNotice"
       SET "state" = ${state}, "lastError" = ${error},
           "availableAt" = now() + coalesce(${wait}::int, 0) * interval '1 second'
     WHERE "id" = ${notice.id}::uuid AND "state" = 'queued' AND "attemptCount" = ${notice.attemptCount}`;
}

/** @returns what went wrong, without the target's address; null: nothing */
async function attempt(notice: DueNotice, settings: AlertTargets): Promise<string | null> {
  const { webhookUrl, slackWebhookUrl } = settings.alerts;
  const url = notice.way === 'slack' ? slackWebhookUrl : webhookUrl;
  if (url === null) return 'Its address is no longer set.';
  const headers = { 'content-type': 'application/json', 'user-agent': 'latchkey-alerts' };
  const body = JSON.stringify(
    notice.way === 'slack' ? slackBody(notice, settings) : webhookBody(notice, settings),
  );
  try {
    const status = await postToTarget(url, { headers, body, mayBePrivate: settings.webhooksMayBePrivate });
    return status >= 200 && status < 300 ? null : `HTTP ${status}`;
  } catch (error) {
    const { code, name, message } = error as Error & { code?: string };
    return name === 'TargetRefused' ? message : (code ?? name);
  }
}

function webhookBody(notice: DueNotice, { appUrl }: AlertTargets) {
  const { id, alertId, kind, text, rule, subject, value, threshold, createdAt } = notice;
  const data = { alert_id: alertId, rule, subject, value, threshold, text };
  const url = new URL('/admin/alerts', appUrl).href;
  return { id, type: `alert.${kind}`, timestamp: createdAt.toISOString(), data: { ...data, url } };
}

const marks: Record<string, string> = {
  fired: ':rotating_light:',
  cleared: ':white_check_mark:',
  test: ':bell:',
};

function slackBody({ kind, text }: DueNotice, { appName, appUrl }: AlertTargets) {
  // Slack reads <…> and & as its own marks.
  const plain = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return { text: `${marks[kind]} ${appName}: ${plain}\n<${new URL('/admin/alerts', appUrl).href}>` };
}
