import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { GET } from '@/app/api/metrics/route';
import { recordEvent } from '@/lib/audit/record-event';
import { queueCode } from '@/lib/delivery/delivery-fixture';
import { createTestApi, type TestApi } from '@/lib/web/test-api';

const token = 'a-token-of-the-tests';

interface Sample {
  name: string;
  labels: Record<string, string>;
  value: number;
}

interface Family {
  type: string;
  help: string;
  samples: Sample[];
}

/** The text format of Prometheus 0.0.4, read strictly: what a collector would refuse is an error here. */
function parseMetrics(text: string): Map<string, Family> {
  expect(text.endsWith('\n')).toBe(true);
  const families = new Map<string, Family>();
  let current: { name: string; family: Family } | undefined;
  for (const line of text.split('\n').filter((one) => one !== '')) {
    const help = /^# HELP ([a-zA-Z_:][a-zA-Z0-9_:]*) (.+)$/.exec(line);
    const type = /^# TYPE ([a-zA-Z_:][a-zA-Z0-9_:]*) (counter|gauge|histogram|summary)$/.exec(line);
    if (help) {
      if (families.has(help[1]!)) throw new Error(`${help[1]} comes twice`);
      const family = { type: '', help: help[2]!, samples: [] };
      current = { name: help[1]!, family };
      families.set(help[1]!, family);
    } else if (type) {
      if (!current || type[1] !== current.name) throw new Error(`a type without help: ${line}`);
      current.family.type = type[2]!;
    } else {
      const sample = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (-?[\d.e+-]+|NaN|[+-]Inf)$/.exec(line);
      if (!sample || !current) throw new Error(`no sample: ${line}`);
      const [, name = '', typed = '', value = ''] = sample;
      const suffix = current.family.type === 'histogram' ? /^(_bucket|_sum|_count)$/ : /^$/;
      if (!name.startsWith(current.name) || !suffix.test(name.slice(current.name.length)))
        throw new Error(`${name} is not of the family ${current.name}`);
      const labels = [...typed.matchAll(/([a-zA-Z_]\w*)="((?:[^"\\]|\\["\\n])*)"(?:,|$)/g)];
      if (labels.map(([all]) => all).join('') !== typed) throw new Error(`labels: ${line}`);
      current.family.samples.push({
        name,
        labels: Object.fromEntries(labels.map(([, key, text]) => [key!, text!])),
        value: Number(value),
      });
    }
  }
  return families;
}

let api: TestApi;
let processes: ChildProcess;
let port = 0;
beforeAll(async () => {
  api = await createTestApi({ METRICS_TOKEN: token, SMS_DAILY_BUDGET: '12.5' });
  processes = spawn(process.execPath, ['--import', 'tsx', 'scripts/metrics-fixture.ts'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: processes.stdout! });
  let ports = 0;
  for await (const line of lines) {
    port = Number(line);
    ports += 1;
    if (ports === 2) break;
  }
});
afterAll(async () => {
  processes.stdin!.end();
  await once(processes, 'exit');
  await api.close();
});

async function scrape(headers: Record<string, string> = { authorization: `Bearer ${token}` }) {
  return GET(new Request('http://localhost:3000/api/metrics', { headers }));
}

async function scrapeProcesses(): Promise<{ by: string; families: Map<string, Family> }> {
  const text = await (await fetch(`http://127.0.0.1:${port}/login`)).text();
  const [by = ''] = text.split('\n', 1);
  return { by, families: parseMetrics(text.slice(by.length + 1)) };
}

describe('/api/metrics', () => {
  test('is closed without its token', async () => {
    const wrong: Record<string, string>[] = [
      {},
      { authorization: 'Bearer wrong' },
      { authorization: token },
      { 'x-latchkey-peer': '127.0.0.1' },
    ];
    for (const headers of wrong) {
      const answer = await scrape(headers);
      expect(answer.status).toBe(401);
      expect(await answer.text()).not.toContain('latchkey_');
    }
  });

  test('counts what is in the database, and a collector can read it', async () => {
    const { id } = await queueCode(api.db, {
      channel: 'email',
      purpose: 'login',
      address: 'ann@example.com',
    });
    await api.db.delivery.update({ where: { id }, data: { availableAt: new Date(Date.now() - 90_000) } });
    await api.db.deliveryAttempt.create({
      data: { deliveryId: id, provider: 'smtp', channel: 'email', outcome: 'failed' },
    });
    await api.db.providerHealth.create({
      data: { provider: 'smtp', region: '*', kind: 'failing', pausedUntil: new Date(Date.now() + 60_000) },
    });
    await api.db.alert.create({
      data: { rule: 'queue_age', subject: '*', value: 90, threshold: 60, text: 'It waits.' },
    });
    await recordEvent(api.db, { type: 'guard_decision', data: { decision: 'blocked' } });
    const answer = await scrape();
    expect(answer.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
    const families = parseMetrics(await answer.text());
    const samples = (name: string) =>
      families.get(name)!.samples.map(({ labels, value }) => ({ ...labels, value }));
    expect(samples('latchkey_database_up')).toEqual([{ value: 1 }]);
    expect(samples('latchkey_codes_requested_last_hour')).toEqual([
      { purpose: 'login', channel: 'email', value: 1 },
    ]);
    expect(samples('latchkey_codes_verified_last_hour')).toEqual([
      { purpose: 'login', channel: 'email', value: 0 },
    ]);
    expect(samples('latchkey_provider_calls_last_hour')).toEqual([
      { provider: 'smtp', outcome: 'failed', value: 1 },
    ]);
    expect(samples('latchkey_deliveries_last_hour')).toEqual([{ state: 'queued', value: 1 }]);
    expect(samples('latchkey_queue_due')).toEqual([{ value: 1 }]);
    expect(samples('latchkey_queue_oldest_seconds')[0]!.value).toBeGreaterThanOrEqual(90);
    expect(samples('latchkey_provider_paused')).toEqual([{ provider: 'smtp', region: '*', value: 1 }]);
    expect(samples('latchkey_alerts_open')).toContainEqual({ rule: 'queue_age', value: 1 });
    expect(samples('latchkey_guard_decisions_last_hour')).toEqual([{ decision: 'blocked', value: 1 }]);
    expect(samples('latchkey_sms_daily_budget')).toEqual([{ value: 12.5 }]);
  });

  test('has few labels, and none of them is an address or a code', async () => {
    for (const channel of ['email', 'sms'])
      for (let n = 0; n < 25; n += 1) await queueCode(api.db, { channel });
    const text = await (await scrape()).text();
    expect(text).not.toMatch(/@|\+\d{4}/);
    const counts = [...parseMetrics(text).values()].map(({ samples }) => samples.length);
    expect(Math.max(...counts)).toBeLessThan(20);
  });
});

describe('the web processes', () => {
  test('are all in every answer, whichever of them is asked', async () => {
    const rounds = 10;
    const seen = new Set<string>();
    let last = new Map<string, Family>();
    for (let n = 0; n < rounds; n += 1) {
      const { by, families } = await scrapeProcesses();
      seen.add(by);
      last = families;
      const names = families
        .get('latchkey_process_resident_memory_bytes')!
        .samples.map(({ labels }) => labels.process);
      expect(names.sort()).toEqual(['0', '1']);
    }
    expect([...seen].sort()).toEqual(['0', '1']);
    // Its own exchange has not ended when it is answered, and the end of the one before may be on its way.
    const counts = last
      .get('latchkey_http_request_seconds')!
      .samples.filter(({ name }) => name.endsWith('_count'));
    const total = counts.reduce((sum, { value }) => sum + value, 0);
    expect(total).toBeGreaterThanOrEqual(rounds - 2);
    expect(total).toBeLessThan(rounds);
    expect(counts.map(({ labels }) => labels)).toContainEqual({ kind: 'page', status: '2xx', process: '0' });
  });
});

describe('what is written about the metrics', () => {
  const read = (file: string) => readFileSync(`docs/operations/${file}`, 'utf8');
  const namesIn = (text: string) =>
    new Set([...text.matchAll(/\blatchkey_[a-z0-9_]+\b/g)].map(([name]) => name));
  let families: Map<string, Family>;
  let known: Set<string>;
  beforeAll(async () => {
    families = new Map([
      ...parseMetrics(await (await scrape()).text()),
      ...(await scrapeProcesses()).families,
    ]);
    known = new Set(
      [...families].flatMap(([name, { type }]) =>
        type === 'histogram' ? [`${name}_bucket`, `${name}_sum`, `${name}_count`, name] : [name],
      ),
    );
  });

  test.each(['grafana-dashboard.json', 'prometheus-rules.yml', 'metrics.md'])(
    '%s names what exists',
    (file) => {
      const names = [...namesIn(read(file))];
      expect(names.length).toBeGreaterThan(5);
      expect(names.filter((name) => !known.has(name))).toEqual([]);
    },
  );

  test('metrics.md lists every one of our own', () => {
    const listed = namesIn(read('metrics.md'));
    const own = [...families.keys()].filter((name) => !/^latchkey_(process|nodejs)_/.test(name));
    expect(own.length).toBeGreaterThan(10);
    expect(own.filter((name) => !listed.has(name))).toEqual([]);
  });

  test('the labels that queries ask for exist', () => {
    const queries = `${read('grafana-dashboard.json')}\n${read('prometheus-rules.yml')}`;
    const asked = [...queries.matchAll(/by \(([^)]+)\)/g)].flatMap(([, list]) =>
      list!.split(',').map((one) => one.trim()),
    );
    const labels = new Set(
      [...families.values()].flatMap(({ samples }) => samples.flatMap((one) => Object.keys(one.labels))),
    );
    expect(asked.length).toBeGreaterThan(3);
    // `instance` and `job` are the collector's own.
    expect(asked.filter((name) => !['instance', 'job'].includes(name) && !labels.has(name))).toEqual([]);
  });

  test('the dashboard has a query and a unit in each panel, and no two panels lie on each other', () => {
    const { panels, uid } = JSON.parse(read('grafana-dashboard.json')) as {
      uid: string;
      panels: {
        title: string;
        gridPos: { x: number; y: number; w: number; h: number };
        targets: { expr: string }[];
        fieldConfig: { defaults: { unit: string } };
      }[];
    };
    expect(uid).toBe('latchkey');
    const cells = new Set<string>();
    for (const { title, gridPos, targets, fieldConfig } of panels) {
      expect([title, targets.length > 0, fieldConfig.defaults.unit !== '']).toEqual([title, true, true]);
      for (const { expr } of targets)
        expect([expr, expr.split('(').length]).toEqual([expr, expr.split(')').length]);
      for (let x = gridPos.x; x < gridPos.x + gridPos.w; x += 1)
        for (let y = gridPos.y; y < gridPos.y + gridPos.h; y += 1) {
          expect(cells.has(`${x} ${y}`)).toBe(false);
          cells.add(`${x} ${y}`);
        }
    }
  });
});
