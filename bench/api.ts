import { spawn } from 'node:child_process';
import { mkdirSync, openSync } from 'node:fs';
import { startRunDatabase } from '@/e2e/fixtures/database';
import { serverEnvironment } from '@/e2e/fixtures/server-environment';
import { createApiKey } from '@/lib/accounts/api-keys';
import { createClient } from '@/lib/client/client';
import { createDatabase } from '@/lib/db/client';
import { pickFreePort } from '@/lib/db/postmaster';
import { startSmtpSink } from '@/lib/delivery/providers/stand-ins/smtp-sink';
import { buildForTests } from '@/scripts/build-for-tests';
import { describeMachine, milliseconds, percentile } from './figures';

const count = Number(process.env.CODES ?? 2000);
const atOnce = Number(process.env.AT_ONCE ?? 16);

/**
 * `node --import tsx bench/api-command.ts`: asking for a code, its state and its check over HTTP, beside a handler that
 * does nothing (/api/health), on the same machine in the same run. The mails leave meanwhile, as they would.
 */
export async function run(): Promise<void> {
  await buildForTests();
  mkdirSync('test-results', { recursive: true });
  const database = await startRunDatabase();
  const sink = await startSmtpSink();
  const port = await pickFreePort();
  const baseUrl = `http://localhost:${port}`;
  const server = spawn(process.execPath, ['--import', 'tsx', 'scripts/serve.ts'], {
    env: serverEnvironment({
      PORT: String(port),
      APP_URL: baseUrl,
      DATABASE_URL: database.url,
      EMAIL_HOST: '127.0.0.1',
      EMAIL_PORT: String(sink.port),
      EMAIL_USE_TLS: 'False',
      DEFAULT_FROM_EMAIL: 'login@example.com',
      LIMITS: 'api_signed_in=10000/1',
    }),
    stdio: ['ignore', openSync('test-results/bench-api.log', 'w'), 'inherit'],
  });
  const db = createDatabase(database.url);
  try {
    await untilReady(`${baseUrl}/api/ready`);
    const { token } = await createApiKey(db, { name: 'bench', createdBy: 'bench' });
    const client = createClient({ baseUrl, apiKey: token });
    const address = (index: number) => `api${index}@example.com`;
    const arrivals = Array.from({ length: count }, (_, index) => sink.waitFor(address(index)));
    const ids: string[] = [];
    console.log(
      `Measured on ${describeMachine()}, ${new Date().toISOString().slice(0, 10)}, ${atOnce} at once.\n`,
    );
    console.log('| operation | requests a second | p50 | p99 |\n| --- | --- | --- | --- |');
    await measure('bare route handler', () => fetch(`${baseUrl}/api/health`).then((answer) => answer.text()));
    await measure('request a code', async (index) => {
      ids[index] = (await client.requestCode({ purpose: 'verification', to: address(index) })).id;
    });
    const codes = (await Promise.all(arrivals)).map(({ text }) => /\b(\d{6})\b/.exec(text)![1]!);
    await measure('state of a code', (index) => client.getCode({ id: ids[index]! }));
    await measure('check a code', (index) => client.checkCode({ id: ids[index]!, code: codes[index]! }));
  } finally {
    await db.$disconnect();
    server.kill('SIGTERM');
    await new Promise((resolve) => server.once('exit', resolve));
    await sink.close();
    await database.stop();
  }
}

async function measure(name: string, task: (index: number) => Promise<unknown>): Promise<void> {
  const samples: number[] = [];
  let next = 0;
  const began = performance.now();
  const work = async () => {
    for (let index = next++; index < count; index = next++) {
      const started = performance.now();
      await task(index);
      samples.push(performance.now() - started);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  const perSecond = Math.round(count / ((performance.now() - began) / 1000));
  const [p50, p99] = [percentile(samples, 0.5), percentile(samples, 0.99)].map(milliseconds);
  console.log(`| ${name} | ${perSecond} | ${p50} | ${p99} |`);
}

async function untilReady(url: string): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    const isReady = await fetch(url).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isReady) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('the server did not start');
}
