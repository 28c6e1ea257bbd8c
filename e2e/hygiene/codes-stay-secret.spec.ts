import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { test as base, expect } from '@playwright/test';
import { createDatabase } from '@/lib/db/client';
import { findCodes } from '../fixtures/kept-codes';
import { findCode, listMessages, type ReceivedMessage } from '../fixtures/messages';
import { readRun } from '../fixtures/run';

// All the codes that the other tests had sent, and all that the server left behind while it sent and checked them.

const test = base.extend<{ messages: ReceivedMessage[]; codes: string[] }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the dependencies off this pattern.
  messages: async ({}, use) => use(await listMessages()),
  codes: async ({ messages }, use) => {
    const codes = messages.map(findCode).filter((code) => code !== null);
    expect(codes.length).toBeGreaterThan(20);
    await use([...new Set(codes)]);
  },
});

test('no subject and no sender shows a code', async ({ messages, codes }) => {
  const lines = messages.map(({ subject, from }) => `${subject} ${from}`).join('\n');
  expect(findCodes(lines, codes)).toEqual([]);
});

test('no line of the server’s log has a code', async ({ codes }) => {
  expect(findCodes(readFileSync(readRun().serverLog, 'utf8'), codes)).toEqual([]);
});

test('no row of any table has a code, a hash of one, or one in another spelling', async ({ codes }) => {
  const db = createDatabase(readRun().databaseUrl);
  const tables = await db.$queryRaw<{ name: string }[]>`
    SELECT table_name AS name FROM information_schema.tables
     WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`;
  expect(tables.length).toBeGreaterThan(8);
  for (const { name } of tables) {
    const rows = await db.$queryRawUnsafe<{ row: string }[]>(`SELECT t::text AS row FROM "${name}" t`);
    const content = rows.map(({ row }) => row).join('\n');
    expect(findCodes(content, codes), name).toEqual([]);
    const spelled = codes.filter((code) =>
      listSpellings(code).some((spelling) => content.includes(spelling)),
    );
    expect(spelled, name).toEqual([]);
  }
  await db.$disconnect();
});

test('the server had nothing to complain about', async () => {
  const lines = readFileSync(readRun().serverLog, 'utf8').split('\n');
  expect(lines.filter(isComplaint)).toEqual([]);
});

function listSpellings(code: string): string[] {
  const ways = ['sha256', 'sha1', 'md5'].flatMap((algorithm) => {
    const digest = createHash(algorithm).update(code).digest();
    return [digest.toString('hex'), digest.toString('base64'), digest.toString('base64url')];
  });
  // Columns of bytes are shown in hexadecimal digits.
  return [...ways, Buffer.from(code).toString('hex'), Buffer.from(code).toString('base64')];
}

/** pino writes 50 for an error and 60 for a fatal one; what does not come from it has no level. */
function isComplaint(line: string): boolean {
  const level = /"level":\s*"?(\w+)/.exec(line)?.[1];
  if (level !== undefined) return Number(level) >= 50 || level === 'error' || level === 'fatal';
  return /error|exception|unhandled|⨯/i.test(line);
}
