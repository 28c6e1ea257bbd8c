import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { serverEnvironment } from '@/e2e/fixtures/server-environment';
import { pickFreePort } from '@/lib/db/postmaster';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { type SmtpSink, startSmtpSink } from '@/lib/delivery/providers/stand-ins/smtp-sink';
import type { Finding } from '@/lib/doctor/finding';

let database: TestDatabase;
let mail: SmtpSink;
let environment: NodeJS.ProcessEnv;

beforeAll(async () => {
  database = await createTestDatabase();
  mail = await startSmtpSink();
  environment = serverEnvironment({
    APP_SECRET: randomBytes(32).toString('base64'),
    PORT: String(await pickFreePort()),
    DATABASE_URL: database.url,
    EMAIL_HOST: '127.0.0.1',
    EMAIL_PORT: String(mail.port),
    EMAIL_USE_TLS: 'False',
    DEFAULT_FROM_EMAIL: 'login@example.com',
  });
});
afterAll(async () => {
  await mail.close();
  await database.close();
});

interface Run {
  code: number | null;
  out: string;
  told: string;
}

/** The command as a person runs it. `type` is called when it asks for the code. */
function doctor(
  words: string[],
  change: Record<string, string> = {},
  type?: () => Promise<string>,
): Promise<Run> {
  const child = spawn(process.execPath, ['scripts/doctor.mjs', ...words], {
    env: { ...environment, ...change },
  });
  let out = '';
  let told = '';
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    told += chunk;
    if (!String(chunk).includes('The code that arrived') || !type) return;
    void type().then((line) => child.stdin.write(`${line}\n`));
  });
  if (!type) child.stdin.end();
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, out, told })));
}

const report = ({ out }: Run) => JSON.parse(out) as { ok: boolean; findings: Finding[] };
const markOf = (run: Run, check: string) => report(run).findings.find((one) => one.check === check)?.mark;

test('where all is well it says so and ends with 0', async () => {
  const run = await doctor([]);
  expect(run.out).toMatch(/✓ database .*PostgreSQL/);
  expect(run.out).toMatch(/✓ migrations/);
  expect(run.out).toMatch(/✓ smtp /);
  expect(run.out).toMatch(/✓ audit/);
  expect(run.out).toContain('All is well.');
  expect(run.code).toBe(0);
}, 60_000);

test('a wrong setting is one line each, the rest is still looked at, and it ends with 1', async () => {
  const run = await doctor(['--json'], { PORT: 'many', SMS_PROVIDER: 'pigeon' });
  const { ok, findings } = report(run);
  expect(ok).toBe(false);
  const said = findings
    .filter(({ check }) => check === 'settings')
    .map(({ text, remedy }) => `${text} ${remedy}`);
  expect(said).toEqual([
    expect.stringMatching(/PORT is "many"\. Write a whole number/),
    expect.stringMatching(/SMS_PROVIDER is "pigeon"\. Choose from .*twilio/),
  ]);
  expect(markOf(run, 'database')).toBe('ok');
  expect(run.code).toBe(1);
}, 60_000);

test('a database and a mail server that are away are told, without a password', async () => {
  const away = `postgresql://u:hidden-word@127.0.0.1:${await pickFreePort()}/none`;
  const run = await doctor(['--json'], { DATABASE_URL: away, EMAIL_PORT: String(await pickFreePort()) });
  expect([markOf(run, 'database'), markOf(run, 'smtp')]).toEqual(['failed', 'failed']);
  expect(run.out + run.told).not.toContain('hidden-word');
  expect(run.code).toBe(1);
}, 60_000);

test('--send sends a real code, follows it, and takes the code that is typed', async () => {
  const to = 'reader@example.com';
  const run = await doctor(['--json', '--send', to], {}, async () => {
    return /\b\d{6}\b/.exec((await mail.waitFor(to)).text)![0];
  });
  expect(run.told).toMatch(/in the outbox/);
  expect(run.told).toMatch(/1\. smtp: has taken it after/);
  expect(markOf(run, 'code')).toBe('ok');
  expect(run.code).toBe(0);
  const code = /\b\d{6}\b/.exec(mail.messages.at(-1)!.text)![0];
  expect(run.out).not.toContain(code);
}, 60_000);

test('--send tells a person line by line, takes a wrong code with a word, and then the right one', async () => {
  const to = 'writer@example.com';
  const arrived = mail.waitFor(to, 30_000).then(({ text }) => /\b\d{6}\b/.exec(text)![0]);
  let asked = 0;
  const run = await doctor(['--send', to], {}, async () => {
    const code = await arrived;
    asked += 1;
    return asked === 1 ? String((Number(code) + 1) % 1_000_000).padStart(6, '0') : code;
  });
  expect(asked).toBe(2);
  expect(run.told).toMatch(/not right/);
  expect(run.out).toMatch(/✓ code /);
  expect(run.out).toContain('All is well.');
  expect(run.code).toBe(0);
}, 60_000);

test('--send to what is no address, and --channel to what is none, say so', async () => {
  const run = await doctor(['--json', '--send', 'nowhere']);
  expect(report(run).findings.find(({ mark }) => mark === 'failed')?.remedy).toMatch(
    /you@example\.com|\+\[country\]/,
  );
  expect(run.code).toBe(1);
  const pigeon = await doctor(['--send', 'a@example.com', '--channel', 'pigeon']);
  expect(pigeon.out + pigeon.told).toMatch(/--channel is one of: email, sms, whatsapp, voice/);
  expect(pigeon.code).toBe(1);
}, 60_000);

test('--send with nobody who types ends with 1: nobody knows whether it arrived', async () => {
  const run = await doctor(['--json', '--send', 'other@example.com']);
  expect(markOf(run, 'code')).toBe('failed');
  expect(run.code).toBe(1);
}, 60_000);
