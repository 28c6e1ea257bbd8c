import { createHash, timingSafeEqual } from 'node:crypto';
import { AggregatorRegistry, Gauge, Registry } from 'prom-client';
import { getSettings } from '@/lib/config/settings';
import { type Metrics, readMetrics } from '@/lib/flows/console/read-metrics';
import { clientAddress } from './client-address';
import { getDeps } from './deps';
import { logger } from './logger';

type ProcessFigures = Parameters<typeof AggregatorRegistry.aggregate>[0];

/**
 * What the web processes measure of themselves, all of them whichever was asked (scripts/worker-metrics.mjs), each under
 * its label `process`. Without them (tests of this module): nothing.
 */
async function processMetrics(): Promise<string> {
  const store = globalThis as unknown as Record<symbol, (() => Promise<ProcessFigures>) | undefined>;
  const gather = store[Symbol.for('latchkey.metrics')];
  return gather ? AggregatorRegistry.aggregate(await gather()).metrics() : '';
}

const loopback = new Set(['127.0.0.1', '::1']);

/** The bearer token of METRICS_TOKEN; without that setting, whoever asks from this machine. */
function mayRead(headers: Headers): boolean {
  const { metricsToken } = getSettings();
  if (metricsToken === null) return loopback.has(clientAddress(headers)) && !headers.has('x-forwarded-for');
  const sent = /^Bearer (.+)$/.exec(headers.get('authorization') ?? '')?.[1] ?? '';
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(sent), hash(metricsToken));
}

/** The figures in the text format of Prometheus. A database that is away is told as `latchkey_database_up 0`. */
export async function metrics(request: Request): Promise<Response> {
  if (!mayRead(request.headers)) {
    return new Response('Not allowed.\n', {
      status: 401,
      headers: { 'www-authenticate': 'Bearer', 'cache-control': 'no-store' },
    });
  }
  const registry = new Registry();
  const figures = await readMetrics(getDeps()).catch((error: unknown) => {
    logger.warn({ err: error }, 'metrics without the database');
    return null;
  });
  gauge(registry, 'latchkey_database_up', 'Whether the database answers.', [], [[{}, figures ? 1 : 0]]);
  if (figures) setFigures(registry, figures);
  const body = (await registry.metrics()) + (await processMetrics());
  return new Response(body, {
    headers: { 'content-type': registry.contentType, 'cache-control': 'no-store' },
  });
}

type Sample = [Record<string, string>, number];

function gauge(
  registry: Registry,
  name: string,
  help: string,
  labelNames: string[],
  samples: Sample[],
): void {
  const one = new Gauge({ name, help, labelNames, registers: [registry] });
  for (const [labels, value] of samples) one.set(labels, value);
}

function setFigures(registry: Registry, figures: Metrics): void {
  const { codes, attempts, deliveries, due, oldestSeconds, held, trouble } = figures;
  const { dailyBudgetMicros } = getSettings().guard;
  const byPurpose = ['purpose', 'channel'];
  gauge(
    registry,
    'latchkey_codes_requested_last_hour',
    'Codes asked for in the last hour.',
    byPurpose,
    codes.map(({ purpose, channel, requested }) => [{ purpose, channel }, requested]),
  );
  gauge(
    registry,
    'latchkey_codes_verified_last_hour',
    'Of the codes asked for in the last hour, those that were typed right.',
    byPurpose,
    codes.map(({ purpose, channel, verified }) => [{ purpose, channel }, verified]),
  );
  gauge(
    registry,
    'latchkey_provider_calls_last_hour',
    'Calls to providers in the last hour.',
    ['provider', 'outcome'],
    attempts.map(({ provider, outcome, count }) => [{ provider, outcome }, count]),
  );
  gauge(
    registry,
    'latchkey_deliveries_last_hour',
    'Messages of the last hour by their state.',
    ['state'],
    deliveries.map(({ state, count }) => [{ state }, count]),
  );
  gauge(registry, 'latchkey_queue_due', 'Messages that should be on their way by now.', [], [[{}, due]]);
  gauge(
    registry,
    'latchkey_queue_oldest_seconds',
    'How long the oldest due message waits.',
    [],
    [[{}, oldestSeconds]],
  );
  gauge(registry, 'latchkey_accounts_held', 'Accounts that are held now.', [], [[{}, held]]);
  gauge(
    registry,
    'latchkey_provider_paused',
    'Whether a provider is passed over.',
    ['provider', 'region'],
    trouble.map(({ provider, region, paused }) => [{ provider, region }, paused ? 1 : 0]),
  );
  gauge(
    registry,
    'latchkey_alerts_open',
    'Alerts that have not ended (/admin/alerts).',
    ['rule'],
    figures.alerts.map(({ rule, count }) => [{ rule }, count]),
  );
  gauge(
    registry,
    'latchkey_guard_decisions_last_hour',
    'Paid messages that the guard stopped, or would have stopped, in the last hour.',
    ['decision'],
    figures.guardDecisions.map(({ decision, count }) => [{ decision }, count]),
  );
  gauge(
    registry,
    'latchkey_sms_spent_today',
    'Estimated cost of paid messages since midnight UTC, in the currency of SMS_PRICES.',
    [],
    [[{}, figures.spentMicros / 1_000_000]],
  );
  gauge(
    registry,
    'latchkey_sms_daily_budget',
    'SMS_DAILY_BUDGET; no sample where none is set.',
    [],
    dailyBudgetMicros === null ? [] : [[{}, Number(dailyBudgetMicros) / 1_000_000]],
  );
}
