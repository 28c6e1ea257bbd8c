import { storePhoneRegion } from '@/lib/accounts/phone-region';
import { pinNextAuthUrl } from '@/lib/config/next-auth-url';
import { getSettings } from '@/lib/config/settings';
import { getDatabase } from '@/lib/db/client';
import { getRedis } from '@/lib/db/redis';
import { getLanguages } from '@/lib/delivery/messages/catalogue';
import { runConsoleChores } from '@/lib/flows/console/run-console-chores';
import { followSwitches } from '@/lib/flows/follow-switches';
import { runPurge } from '@/lib/flows/purge';
import { runAlerts } from '@/lib/flows/run-alerts';
import { runGuardChores } from '@/lib/flows/run-guard-chores';
import { runOutbox } from '@/lib/flows/run-outbox';
import { runWebhooks } from '@/lib/flows/run-webhooks';
import { getLimits } from '@/lib/limits/catalogue';
import { logger } from './logger';

/** What a server process does besides answering: it sends messages, and tells the database our numbering plan. */
export async function startProcess(): Promise<void> {
  getSettings();
  getLimits();
  getLanguages();
  pinNextAuthUrl();
  const tracing = getSettings().tracing ? await traceProcess() : null;
  const redis = getRedis((problem) => {
    if (problem) logger.error({ err: problem }, 'Redis cannot be asked: what has a limit answers 503');
    else logger.info('Redis answers again');
  });
  try {
    await storePhoneRegion(getDatabase());
  } catch (error) {
    // The database may be away at this moment; the outbox waits for it, and pages answer 503 until it is back.
    logger.warn({ err: error }, 'the numbering plan could not be stored yet');
  }
  const switches = followSwitches({ db: getDatabase() }, logger);
  const outbox = runOutbox({ db: getDatabase() }, logger);
  const chores = runGuardChores({ db: getDatabase() }, logger);
  const purge = runPurge({ db: getDatabase() }, logger);
  const webhooks = runWebhooks({ db: getDatabase() }, logger);
  const consoleChores = runConsoleChores({ db: getDatabase() }, logger);
  const alerts = runAlerts({ db: getDatabase() }, logger);
  // scripts/web-worker.mjs runs these after the last request was answered: what was acknowledged is sent or stays queued.
  const store = globalThis as unknown as Record<symbol, Set<() => Promise<void>> | undefined>;
  const name = Symbol.for('latchkey.shutdown');
  store[name] ??= new Set();
  // The spans of what was sent last are sent, too.
  store[name].add(() => outbox.stop().then(() => tracing?.stop()));
  store[name].add(() => switches.stop());
  store[name].add(() => chores.stop());
  store[name].add(() => purge.stop());
  store[name].add(() => webhooks.stop());
  store[name].add(() => consoleChores.stop());
  store[name].add(() => alerts.stop());
  if (redis) store[name].add(() => redis.close());
}

/** The libraries are loaded where spans are wanted, and nowhere else. */
async function traceProcess(): Promise<{ stop(): Promise<void> }> {
  const { startTracing } = await import('@/lib/trace/start-tracing');
  return startTracing();
}
