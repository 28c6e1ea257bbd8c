import { gzipSync } from 'node:zlib';
import { createDatabase } from '@/lib/db/client';
import type { SmtpSink } from '@/lib/delivery/providers/stand-ins/smtp-sink';
import { describeMachine, memoryBelow, milliseconds, parentOf, percentile } from './figures';
import { FormClient } from './form-client';
import { serveApp } from './serve-app';
import { signInByCode } from './sign-in';

const signIns = Number(process.env.SIGN_INS ?? 1000);
const staticPages = ['/', '/login', '/forgot-password', '/register'];

/** `npm run bench`: the figures of docs/benchmarks.md about pages, mails and memory, as Markdown on standard output. */
export async function run(): Promise<void> {
  const { baseUrl, databaseUrl, sink, pid, stop } = await serveApp('bench', {
    TRUSTED_PROXIES: '127.0.0.1,::1',
  });
  try {
    console.log(`Measured on ${describeMachine()}, ${new Date().toISOString().slice(0, 10)}.\n`);
    await measureBytes(baseUrl);
    const emails = await seedCustomers(databaseUrl, signIns);
    await measureFirstBytes(baseUrl, emails[0]!, sink);
    await measureSignIns(baseUrl, emails, sink);
    for (const [name, sizes] of memoryBelow(pid)) {
      console.log(
        `| ${name}, ${sizes.length} process(es), PSS each | ${sizes.map((mb) => `${Math.round(mb)} MB`).join(', ')} |`,
      );
    }
    console.log(
      `| embedded PostgreSQL, all its processes, PSS | ${Math.round(await postgresMemory(databaseUrl))} MB |`,
    );
  } finally {
    await stop();
  }
}

async function seedCustomers(url: string, count: number): Promise<string[]> {
  const db = createDatabase(url);
  const emails = Array.from({ length: count + 1 }, (_, index) => `bench${index}@example.com`);
  await db.user.createMany({ data: emails.map((email) => ({ name: 'Bench', email })), skipDuplicates: true });
  await db.$disconnect();
  return emails;
}

/** What a modern browser loads for a page: scripts without those that only old ones take. */
async function measureBytes(baseUrl: string): Promise<void> {
  console.log('| page | HTML, gzip | JavaScript, gzip |\n| --- | --- | --- |');
  for (const page of staticPages) {
    const html = await (await fetch(baseUrl + page)).text();
    const old = new Set([...html.matchAll(/src="([^"]+)"[^>]*noModule/g)].map((match) => match[1]));
    const scripts = new Set([...html.matchAll(/\/_next\/static\/[^"\\]+\.js/g)].map((match) => match[0]));
    let bytes = 0;
    for (const script of scripts) {
      if (!old.has(script)) bytes += gzipSync(await (await fetch(baseUrl + script)).text()).length;
    }
    console.log(`| ${page} | ${kilobytes(gzipSync(html).length)} | ${kilobytes(bytes)} |`);
  }
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1024).toFixed(1)} KB`;
}

async function measureFirstBytes(baseUrl: string, email: string, sink: SmtpSink) {
  const { client } = await signInByCode(baseUrl, '10.0.0.1', email, sink);
  const anonymous = new FormClient(baseUrl, '10.0.0.2');
  const page = await (await anonymous.get('/forgot-password')).text();
  await anonymous.post('/forgot-password', page, { identifier: email });
  console.log('\n| page | first byte p50 | p99 |\n| --- | --- | --- |');
  for (const [path, visitor] of [
    ...staticPages.map((path) => [path, anonymous] as const),
    ['/choose-method', anonymous] as const,
    ['/account', client] as const,
  ]) {
    const samples: number[] = [];
    for (let index = 0; index < 300; index++) {
      const started = performance.now();
      const answer = await visitor.get(path);
      samples.push(performance.now() - started);
      await answer.arrayBuffer();
      if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}`);
    }
    console.log(
      `| ${path} | ${milliseconds(percentile(samples, 0.5))} | ${milliseconds(percentile(samples, 0.99))} |`,
    );
  }
}

async function measureSignIns(baseUrl: string, emails: string[], sink: SmtpSink) {
  const single: { answeredMs: number; receivedMs: number }[] = [];
  const queue = emails.slice(1);
  const one = async (index: number) => {
    const address = `10.${1 + (index >> 16)}.${(index >> 8) & 255}.${index & 255}`;
    return signInByCode(baseUrl, address, queue[index]!, sink);
  };
  const alone = Math.min(200, queue.length);
  for (let index = 0; index < alone; index++) single.push(await one(index));
  const started = performance.now();
  let next = alone;
  await Promise.all(
    Array.from({ length: 16 }, async () => {
      while (next < queue.length) await one(next++);
    }),
  );
  const seconds = (performance.now() - started) / 1000;
  console.log('\n| what | p50 | p99 |\n| --- | --- | --- |');
  for (const [name, key] of [
    ['click to answer', 'answeredMs'],
    ['click to receipt by the SMTP server', 'receivedMs'],
  ] as const) {
    const samples = single.map((sample) => sample[key]);
    console.log(
      `| one code, ${name} | ${milliseconds(percentile(samples, 0.5))} | ${milliseconds(percentile(samples, 0.99))} |`,
    );
  }
  const rate = (queue.length - alone) / seconds;
  console.log(
    `\n| after ${queue.length} sign-ins by code | |\n| --- | --- |\n| whole sign-ins (2 pages, 2 posts, 1 mail), 16 at once | ${rate.toFixed(0)} per second |`,
  );
}

/** All processes of the cluster: a backend's parent is the postmaster. */
async function postgresMemory(url: string): Promise<number> {
  const db = createDatabase(url);
  const [row] = await db.$queryRaw<{ pid: number }[]>`SELECT pg_backend_pid() AS "pid"`;
  const all = [...memoryBelow(parentOf(row!.pid)).values()].flat();
  await db.$disconnect();
  return all.reduce((sum, mb) => sum + mb, 0);
}
