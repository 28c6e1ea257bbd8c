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
import { median } from './load';
import { startMailDrop } from './mail-drop';
import { createWork } from './operations';
import { measurePasses, operations, type Passes } from './passes';

const scale = { passes: 3, warmUp: 2_000, codes: 640, seconds: 3, resets: 64 };

/**
 * `npm run bench -- growth`: the same work on a database that is new, and on one that has grown. USERS, CHALLENGES and
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
  try {
    const url = await prepareLatchkey(postgres.url, emails);
    const measureNow = async (from: number) => {
      const system = await startLatchkey({ databaseUrl: url, mailPort: mail.port, processes: 1 });
      const passes = await measurePasses([createWork(system, mail, emails.slice(from))], scale);
      await system.stop();
      return passes;
    };
    const empty = await measureNow(0);
    const perMillion = await step(`Filling the database: ${JSON.stringify(crowd)}`, () =>
      fillDatabase(url, crowd),
    );
    const full = await measureNow(emails.length / 2);
    const purged = await measurePurge(url);
    report({ crowd, empty, full, perMillion, purged });
  } finally {
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
  empty: Passes;
  full: Passes;
  perMillion: number;
  purged: Purged;
}): void {
  const { crowd, empty, full, perMillion, purged } = figures;
  const cells = (passes: Passes) =>
    operations.map((operation) => median(passes.get('Latchkey')!.map((pass) => pass[operation].perSecond)));
  const p50 = (passes: Passes) =>
    operations.map((operation) => median(passes.get('Latchkey')!.map((pass) => pass[operation].p50)));
  const [before, after, slow, slower] = [cells(empty), cells(full), p50(empty), p50(full)];
  const grown = `${crowd.users} users, ${crowd.challenges} old challenges, ${crowd.sessions} sessions`;
  console.log(
    `\n${describeMachine()}, ${new Date().toISOString().slice(0, 10)}; one process, medians of ${scale.passes}.`,
  );
  console.log(`\n| per second | new | ${grown} | new ÷ grown | p50 |\n| --- | --- | --- | --- | --- |`);
  for (const [index, operation] of operations.entries()) {
    const times = `${milliseconds(slow[index]!)} : ${milliseconds(slower[index]!)}`;
    const [a, b] = [before[index]!, after[index]!];
    console.log(`| ${operation} | ${a.toFixed(0)} | ${b.toFixed(0)} | ${(a / b).toFixed(2)} | ${times} |`);
  }
  console.log(`\n| what | |\n| --- | --- |`);
  console.log(
    `| disk for a million codes: challenge, delivery, attempt, indexes | ${Math.round(perMillion / 1e6)} MB |`,
  );
  const { rows, seconds, longestOtherMs } = purged;
  console.log(`| purging, slices of 1,000 | ${rows} rows, ${(rows / seconds).toFixed(0)} per second |`);
  console.log(`| slowest statement of another meanwhile | ${milliseconds(longestOtherMs)} |`);
}
