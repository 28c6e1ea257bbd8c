import { setTimeout as wait } from 'node:timers/promises';
import { createApiKey } from '@/lib/accounts/api-keys';
import { createClient } from '@/lib/client/client';
import { createDatabase } from '@/lib/db/client';
import type { SmtpSink } from '@/lib/delivery/providers/stand-ins/smtp-sink';
import { describeMachine, milliseconds, percentile } from './figures';
import { serveApp } from './serve-app';
import { writeSection } from './write-section';

const count = Number(process.env.CODES ?? 2_000);
const atOnce = Number(process.env.AT_ONCE ?? 16);
const isShort = ['CODES', 'AT_ONCE'].some((name) => process.env[name]);

/**
 * `npm run bench -- api`: asking for a code, its state and its check over HTTP, beside a route handler of Next that does
 * nothing (/api/health), of the same server in the same run. The mails leave meanwhile, as they would. Shorter with CODES
 * and AT_ONCE: then nothing is written, since that measures little.
 */
export async function run(): Promise<void> {
  const { baseUrl, databaseUrl, sink, stop } = await serveApp('bench-api', {
    LIMITS: 'api_signed_in=10000/1',
  });
  const db = createDatabase(databaseUrl);
  try {
    const { token } = await createApiKey(db, { name: 'bench', createdBy: 'bench' });
    const client = createClient({ baseUrl, apiKey: token });
    const address = (index: number) => `api${index}@example.com`;
    const bare = () => fetch(`${baseUrl}/api/health`).then((answer) => answer.text());
    // What the first requests load is not what is measured.
    await measure('', Math.min(count, 500), bare);
    const ids: string[] = [];
    rows.push(await measure('bare route handler', count, bare));
    const request = async (index: number) => {
      ids[index] = (await client.requestCode({ purpose: 'verification', to: address(index) })).id;
    };
    rows.push(await measure('request a code', count, request));
    const codes = await readCodes(sink, count, address);
    rows.push(await measure('state of a code', count, (index) => client.getCode({ id: ids[index]! })));
    const check = (index: number) => client.checkCode({ id: ids[index]!, code: codes[index]! });
    rows.push(await measure('check a code', count, check));
    rows.push(await measure('bare route handler, again', count, bare));
    const section = describeFigures();
    console.log(section);
    if (!isShort) writeSection('The API', section);
  } finally {
    await db.$disconnect();
    await stop();
  }
}

/** Once all mails are there: somebody who waits for each of thousands would be what is measured. */
async function readCodes(
  sink: SmtpSink,
  count: number,
  address: (index: number) => string,
): Promise<string[]> {
  for (let tries = 0; sink.messages.length < count && tries < 1_200; tries += 1) await wait(50);
  const codes = new Map(sink.messages.map(({ to, text }) => [to[0], /\b(\d{6})\b/.exec(text)?.[1]] as const));
  return Array.from({ length: count }, (_, index) => {
    const code = codes.get(address(index));
    if (!code) throw new Error(`No mail to ${address(index)} within a minute.`);
    return code;
  });
}

const rows: string[] = [];

function describeFigures(): string {
  const date = new Date().toISOString().slice(0, 10);
  return `\`npm run bench -- api\`. Measured on ${describeMachine()}, ${date}: ${count} of each, ${atOnce} at once, from the
TypeScript client with an API key, with the client, PostgreSQL and the mail server on the same machine. While codes are
asked for, their mails leave. The bare route handler is \`/api/health\` of the same server.

| operation | requests a second | p50 | p99 |
| --- | --- | --- | --- |
${rows.join('\n')}`;
}

async function measure(
  name: string,
  times: number,
  task: (index: number) => Promise<unknown>,
): Promise<string> {
  const samples: number[] = [];
  let next = 0;
  const began = performance.now();
  const work = async () => {
    for (let index = next++; index < times; index = next++) {
      const started = performance.now();
      await task(index);
      samples.push(performance.now() - started);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  const perSecond = Math.round(times / ((performance.now() - began) / 1000));
  const [p50, p99] = [percentile(samples, 0.5), percentile(samples, 0.99)].map(milliseconds);
  return `| ${name} | ${perSecond} | ${p50} | ${p99} |`;
}
