import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createDatabase } from '@/lib/db/client';
import { startEmbeddedPostgres } from '@/lib/db/embedded-postgres';
import { migrate } from '@/lib/db/migrate';
import { projectDir, SetupError } from './prepare.mjs';

const help = `npm run simulate -- …
  pumping [record|enforce]                  a day of registrations by text message, and an attack in it
  traffic [--customers 20000] [--codes 20000]   fills the empty database of DATABASE_URL with a month of traffic`;

/** `npm run simulate`: traffic that nobody has sent, to see the guard at work and to measure the console. */
export async function run(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { customers: { type: 'string', default: '20000' }, codes: { type: 'string', default: '20000' } },
  });
  const [what, mode = 'enforce'] = positionals;
  if (what === 'traffic') return runTraffic(Number(values.customers), Number(values.codes));
  if (what === 'pumping' && ['record', 'enforce'].includes(mode)) return runPumping(mode);
  console.error(help);
  return 2;
}

async function runTraffic(customers: number, codes: number): Promise<number> {
  const url = process.env.DATABASE_URL;
  const isCount = (value: number) => Number.isInteger(value) && value >= 1 && value <= 10_000_000;
  if (!url) throw new SetupError('Set DATABASE_URL to an empty database.');
  if (!isCount(customers) || !isCount(codes)) throw new SetupError('Write whole numbers up to 10000000.');
  const migrations = join(projectDir, 'prisma/migrations');
  await migrate(url, migrations);
  const db = createDatabase(url);
  const used = await db.user.count({ take: 1 });
  await db.$disconnect();
  if (used > 0) throw new SetupError('This database has customers. Give an empty one.');
  const { simulateTraffic } = await import('./simulate-traffic');
  await simulateTraffic(url, { customers, codes, tell: console.log });
  return 0;
}

async function runPumping(mode: string): Promise<number> {
  process.env.PUMPING_GUARD = mode;
  process.env.APP_SECRET = 'only-for-the-simulator-0123456789-abcdefghij';
  // The settings are read when the guard is first asked, so it is loaded after they are set.
  const { simulatePumping } = await import('./simulate-pumping');
  const stateDir = join(projectDir, '.data/simulate');
  const postgres = await startEmbeddedPostgres({ projectDir, stateDir, durable: false });
  try {
    await migrate(postgres.url, join(projectDir, 'prisma/migrations'));
    const db = createDatabase(postgres.url);
    await db.smsTally.deleteMany();
    await simulatePumping(db, mode);
    await db.$disconnect();
  } finally {
    await postgres.stop();
  }
  return 0;
}
