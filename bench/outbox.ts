import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { createMigratedDatabase } from '@/e2e/fixtures/database';
import { projectDir } from '@/e2e/fixtures/run';
import { serverEnvironment } from '@/e2e/fixtures/server-environment';
import { createDatabase, type Database } from '@/lib/db/client';
import { startEmbeddedPostgres } from '@/lib/db/embedded-postgres';
import { wakeOutbox } from '@/lib/delivery/outbox';
import { smtp } from '@/lib/delivery/providers/smtp';
import { deliverySettings, smsMessage } from '@/lib/delivery/providers/stand-ins/message-fixture';
import { type SmtpSink, startSmtpSink } from '@/lib/delivery/providers/stand-ins/smtp-sink';
import { standInAccount, startTwilioStandIn } from '@/lib/delivery/providers/stand-ins/twilio-stand-in';
import { startVonageStandIn, vonageKeys } from '@/lib/delivery/providers/stand-ins/vonage-stand-in';
import { runOutbox } from '@/lib/flows/run-outbox';
import { describeMachine, milliseconds, percentile } from './figures';
import { queueCodes, queueNotices } from './queue-messages';
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
    await measureLatency(db);
    for (const count of [1, 2]) await measureRate(db, url, count);
    await measureBacklog(db, url);
    await measureFailOver(db, url);
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
const both = (samples: readonly number[]) =>
  `p50 ${milliseconds(percentile(samples, 0.5))}, p99 ${milliseconds(percentile(samples, 0.99))}`;
const addresses = (name: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${name}${index}@example.com`);

const mailEnvironment = (sink: SmtpSink) => ({
  ...{ EMAIL_HOST: '127.0.0.1', EMAIL_PORT: String(sink.port), EMAIL_USE_TLS: 'False' },
  DEFAULT_FROM_EMAIL: 'login@example.com',
});

async function withWorkers(
  url: string,
  environment: Record<string, string>,
  count: number,
  work: () => Promise<void>,
): Promise<void> {
  const env = serverEnvironment({ DATABASE_URL: url, ...environment });
  const words = ['--import', 'tsx', 'bench/outbox-worker.ts'];
  const children: ChildProcess[] = Array.from({ length: count }, () =>
    spawn(process.execPath, words, { env, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] }),
  );
  try {
    await Promise.all(children.map((child) => once(child, 'message')));
    await work();
  } finally {
    for (const child of children) child.kill('SIGTERM');
    await Promise.all(children.map((child) => child.exitCode ?? once(child, 'exit')));
  }
}

/** From the call, or the commit, to the mail server's receipt. */
async function measureLatency(db: Database): Promise<void> {
  const sink = await startSmtpSink();
  const settings = deliverySettings(mailEnvironment(sink));
  Object.assign(process.env, mailEnvironment(sink));
  const direct: number[] = [];
  for (const to of addresses('direct', singles)) {
    const started = performance.now();
    await smtp.send(
      smsMessage({ channel: 'email', to, subject: 'Code' }),
      settings,
      AbortSignal.timeout(9_000),
    );
    direct.push(performance.now() - started);
  }
  const outbox = runOutbox({ db }, { warn: console.error, error: console.error });
  const queued: number[] = [];
  for (const to of addresses('queued', singles)) {
    const arrives = sink.waitFor(to);
    await queueCodes(db, [to]);
    const started = performance.now();
    wakeOutbox();
    await arrives;
    queued.push(performance.now() - started);
  }
  await outbox.stop();
  await sink.close();
  row('direct send of a mail', both(direct));
  row('the same through the outbox', both(queued));
  const added = percentile(queued, 0.5) - percentile(direct, 0.5);
  row('**added by the outbox, p50**', milliseconds(added));
}

async function measureRate(db: Database, url: string, processes: number): Promise<void> {
  const sink = await startSmtpSink();
  await withWorkers(url, mailEnvironment(sink), processes, async () => {
    await queueCodes(db, addresses(`rate${processes}x`, codes));
    await until(() => sink.messages.length > 0);
    const [from, started] = [sink.messages.length, performance.now()];
    await until(() => sink.messages.length >= codes);
    const rate = ((codes - from) / (performance.now() - started)) * 1000;
    row(`codes through the outbox to SMTP, ${processes} process(es)`, `${rate.toFixed(0)} per second`);
  });
  await sink.close();
}

/** The mail service takes ten a second, and thousands wait for it. */
async function measureBacklog(db: Database, url: string): Promise<void> {
  let turn = 0;
  const sink = await startSmtpSink({
    delayMs: () => {
      turn = Math.max(turn + 100, Date.now());
      return turn - Date.now();
    },
  });
  await queueCodes(db, addresses('dead', backlog / 2), { dead: true });
  await queueNotices(db, addresses('notice', backlog / 2));
  await withWorkers(url, mailEnvironment(sink), 2, async () => {
    await until(() => sink.messages.length > 5);
    const samples = await measureFresh(db, sink, 'fresh');
    const stale = sink.messages.filter(({ to }) => to[0]!.startsWith('dead')).length;
    row(
      `a fresh sign-in code, 10 a second, ${backlog} wait: half dead codes, half notices`,
      `${both(samples)}; ${stale} dead codes sent`,
    );
  });
  await db.delivery.deleteMany();
  await queueCodes(db, addresses('older', backlog));
  await withWorkers(url, mailEnvironment(sink), 2, async () => {
    await until(() => sink.messages.some(({ to }) => to[0]!.startsWith('older')));
    const samples = await measureFresh(db, sink, 'newest');
    row(`the same while ${backlog} older codes wait that still work`, both(samples));
  });
  await db.delivery.deleteMany();
  await sink.close();
}

/** One code after the other, from its commit to the mail server's receipt. */
async function measureFresh(db: Database, sink: SmtpSink, name: string): Promise<number[]> {
  const samples: number[] = [];
  for (const to of addresses(name, fresh)) {
    const arrives = sink.waitFor(to, 60_000);
    const started = performance.now();
    await queueCodes(db, [to]);
    await arrives;
    samples.push(performance.now() - started);
  }
  return samples;
}

/** The first vendor hangs, in every row anew: what is known of its trouble is forgotten all the time. */
async function measureFailOver(db: Database, url: string): Promise<void> {
  const twilio = await startTwilioStandIn();
  const vonage = await startVonageStandIn();
  const environment = {
    ...{ SMS_PROVIDER: 'twilio,vonage', EMAIL_PROVIDER: 'none' },
    ...{ TWILIO_ACCOUNT_SID: standInAccount.accountSid, TWILIO_AUTH_TOKEN: standInAccount.authToken },
    ...{ TWILIO_PHONE_NUMBER: standInAccount.from, TWILIO_BASE_URL: twilio.url },
    ...{
      VONAGE_API_KEY: vonageKeys.apiKey,
      VONAGE_API_SECRET: vonageKeys.apiSecret,
      VONAGE_BASE_URL: vonage.url,
    },
  };
  await withWorkers(url, environment, 1, async () => {
    // Loading the vendor's SDK is part of the first message and of no other.
    await queueCodes(db, ['+12025550100'], { channel: 'sms' });
    await until(() => twilio.messages.length > 0);
    const samples: Promise<number>[] = [];
    for (let index = 0; index < failOvers; index++) {
      const to = `+1202555${String(1000 + index)}`;
      twilio.failNext('hang');
      const started = performance.now();
      await queueCodes(db, [to], { channel: 'sms' });
      await db.providerHealth.deleteMany();
      const arrived = until(() => vonage.texts.some((text) => text.to === to));
      samples.push(arrived.then(() => performance.now() - started));
      await wait(300);
    }
    row('**from the request to the second vendor, the first one hangs**', both(await Promise.all(samples)));
  });
  await twilio.close();
  await vonage.close();
}

async function until(isSo: () => boolean): Promise<void> {
  const deadline = Date.now() + 300_000;
  while (!isSo()) {
    if (Date.now() > deadline) throw new Error('it took longer than five minutes');
    await wait(5);
  }
}
