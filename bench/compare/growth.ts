import { join } from 'node:path';
import { projectDir } from '@/e2e/fixtures/run';
import { createDatabase } from '@/lib/db/client';
import { startEmbeddedPostgres } from '@/lib/db/embedded-postgres';
import { purge } from '@/lib/flows/purge';
import { buildForTests } from '@/scripts/build-for-tests';
import { step } from '@/scripts/prepare.mjs';
import { describeMachine, milliseconds } from '../figures';
import { fillDatabase } from './fill';
import { prepareLatchkey, startLatchkey } from './latchkey';
import { type Measured, median } from './load';
import { startMailDrop } from './mail-drop';
import { createWork } from './operations';
import { measurePasses, type Operation, operations, type Passes } from './passes';

const scale = { passes: 5, warmUp: 2_000, codes: 960, seconds: 3, resets: 64 };
const names = ['new', 'grown'] as const;
type Name = (typeof names)[number];

/**
 * `npm run bench -- growth`: the same work on a database that is new and on one that has grown, in turns. USERS, CHALLENGES and
 * SESSIONS in the environment say how far.
 */
export async function run(): Promise<void> {
  const crowd = {
    users: Number(process.env.USERS ?? 1_000_000),
    challenges: Number(process.env.CHALLENGES ?? 10_000_000),
    sessions: Number(process.env.SESSIONS ?? 100_000),
  };
  await buildForTests();
  const postgres = await startEmbeddedPostgres({ projectDir, stateDir: join(projectDir, '.data/bench') });
  const mail = await startMailDrop();
  const emails = Array.from({ length: 10_000 }, (_, index) => `bench${index}@example.com`);
  const stops: (() => Promise<void>)[] = [];
  try {
    const grown = await prepareLatchkey(postgres.url, emails, 'bench_grown');
    const perMillion = await step(`Filling the database: ${JSON.stringify(crowd)}`, () =>
      fillDatabase(grown, crowd),
    );
    const work = async (name: Name, databaseUrl: string) => {
      const system = await startLatchkey({ databaseUrl, mailPort: mail.port, processes: 1 });
      stops.push(system.stop);
      return createWork({ ...system, name }, mail, emails);
    };
    const passes = await measurePasses(
      [await work('new', await prepareLatchkey(postgres.url, emails)), await work('grown', grown)],
      scale,
    );
    report({ crowd, passes, perMillion, purged: await measurePurge(grown) });
  } finally {
    await Promise.all(stops.map((stop) => stop()));
    mail.close();
    await postgres.stop();
  }
}

interface Purged {
  rows: number;
  seconds: number;
  /** The slowest statement of somebody else meanwhile. */
  longestOtherMs: number;
}

/** Forgets what is older than 27 days, while somebody writes the same tables. */
async function measurePurge(url: string): Promise<Purged> {
  const db = createDatabase(url);
  let over = false;
  let longestOtherMs = 0;
  const other = (async () => {
    while (!over) {
      const began = performance.now();
      await db.$executeRaw`UPDATE "Otp" SET "attempts" = "attempts" WHERE "id" = (SELECT "id" FROM "Otp" LIMIT 1)`;
      longestOtherMs = Math.max(longestOtherMs, performance.now() - began);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  })();
  const began = performance.now();
  const gone = await purge({ db }, { retentionDays: 27, approvalRetentionDays: 365 });
  const seconds = (performance.now() - began) / 1000;
  over = true;
  await other;
  await db.$disconnect();
  return { rows: Object.values(gone).reduce((sum, rows) => sum + rows, 0), seconds, longestOtherMs };
}

function report(figures: {
  crowd: { users: number; challenges: number; sessions: number };
  passes: Passes;
  perMillion: number;
  purged: Purged;
}): void {
  const { crowd, passes, perMillion, purged } = figures;
  const each = (name: Name, pick: (pass: Record<Operation, Measured>) => number) =>
    passes.get(name)!.map(pick);
  const of = `${crowd.users} users, ${crowd.challenges} old challenges, ${crowd.sessions} sessions`;
  console.log(
    `\n${describeMachine()}, ${new Date().toISOString().slice(0, 10)}; one process, medians of ${scale.passes} passes in turns.`,
  );
  console.log(`\n| per second | new | ${of} | new ÷ grown | p50 |\n| --- | --- | --- | --- | --- |`);
  for (const operation of operations) {
    const rates = names.map((name) => each(name, (pass) => pass[operation].perSecond));
    const times = names.map((name) => median(each(name, (pass) => pass[operation].p50)));
    // The machine changes from pass to pass: the median of what was measured side by side.
    const ratio = median(rates[0]!.map((rate, index) => rate / rates[1]![index]!));
    const cells = [...rates.map((values) => median(values).toFixed(0)), ratio.toFixed(2)];
    console.log(`| ${[operation, ...cells, times.map(milliseconds).join(' : ')].join(' | ')} |`);
  }
  console.log(`\n| what | |\n| --- | --- |`);
  console.log(
    `| disk for a million codes: challenge, delivery, attempt, indexes | ${Math.round(perMillion / 1e6)} MB |`,
  );
  const { rows, seconds, longestOtherMs } = purged;
  console.log(`| purging, slices of 1,000 | ${rows} rows, ${(rows / seconds).toFixed(0)} per second |`);
  console.log(`| slowest statement of another meanwhile | ${milliseconds(longestOtherMs)} |`);
}
