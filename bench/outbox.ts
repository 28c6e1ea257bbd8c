import { join } from 'node:path';
import { createMigratedDatabase } from '@/e2e/fixtures/database';
import { projectDir } from '@/e2e/fixtures/run';
import { serverEnvironment } from '@/e2e/fixtures/server-environment';
import { createDatabase } from '@/lib/db/client';
import { startEmbeddedPostgres } from '@/lib/db/embedded-postgres';
import { describeMachine } from './figures';
import { measureBacklog } from './outbox/measure-backlog';
import { measureFailOver } from './outbox/measure-fail-over';
import { measureLatency } from './outbox/measure-latency';
import { measureRate } from './outbox/measure-rate';
import { writeSection } from './write-section';

const singles = Number(process.env.SINGLES ?? 300);
const codes = Number(process.env.CODES ?? 3_000);
const failOvers = Number(process.env.FAIL_OVERS ?? 120);
const backlog = Number(process.env.BACKLOG ?? 10_000);
const fresh = Number(process.env.FRESH ?? 40);
const isShort = ['SINGLES', 'CODES', 'FAIL_OVERS', 'BACKLOG', 'FRESH'].some((name) => process.env[name]);

/**
 * `npm run bench -- outbox`: measures sending, prints each figure as it comes and writes them into docs/benchmarks.md. Shorter
 * with SINGLES, CODES, FAIL_OVERS, BACKLOG and FRESH: then nothing is written, since that measures little.
 */
export async function run(): Promise<void> {
  // Durable, as in production: a browser run's database is not.
  const postgres = await startEmbeddedPostgres({ projectDir, stateDir: join(projectDir, '.data/bench') });
  const url = await createMigratedDatabase(postgres.url, 'bench_outbox');
  // Codes are derived in this process, too: its settings are those of the workers.
  Object.assign(process.env, serverEnvironment({ DATABASE_URL: url }));
  const db = createDatabase(url);
  try {
    await measureLatency(db, singles, row);
    for (const count of [1, 2]) await measureRate(db, url, { codes, processes: count }, row);
    await measureBacklog(db, url, { backlog, fresh }, row);
    await measureFailOver(db, url, failOvers, row);
    if (!isShort) writeSection('Sending', describeFigures());
  } finally {
    await db.$disconnect();
    await postgres.stop();
  }
}

const rows: string[] = [];
function row(what: string, figure: string): void {
  rows.push(`| ${what} | ${figure} |`);
  console.log(rows.at(-1));
}

function describeFigures(): string {
  const date = new Date().toISOString().slice(0, 10);
  return `\`npm run bench -- outbox\`. Measured on ${describeMachine()}, ${date}, with the workers, PostgreSQL (durable) and the
stand-ins of the mail server and the vendors on the same machine. The slow mail service takes one mail every 100 ms.

| what | |
| --- | --- |
${rows.join('\n')}`;
}
