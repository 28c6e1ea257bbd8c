import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { serverEnvironment } from '@/e2e/fixtures/server-environment';
import { pickFreePort } from '@/lib/db/postmaster';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';

/** The real Studio, asked as its page asks it. */
let database: TestDatabase;
let studio: ReturnType<typeof spawn>;
let url: string;

beforeAll(async () => {
  database = await createTestDatabase();
  const port = await pickFreePort();
  url = `http://localhost:${port}/bff`;
  const script = join(import.meta.dirname, 'studio.mjs');
  studio = spawn(process.execPath, [script], {
    env: serverEnvironment({ DATABASE_URL: database.url, STUDIO_PORT: String(port) }),
    stdio: 'ignore',
  });
  while ((await query('select 1 as one', []).catch(() => null)) === null)
    await new Promise((resolve) => setTimeout(resolve, 200));
});
afterAll(async () => {
  if (studio.exitCode === null) {
    studio.kill('SIGTERM');
    await once(studio, 'exit');
  }
  await database.close();
});

/** Studio answers with a pair: an error or null, then rows. */
async function query(sql: string, parameters: unknown[]): Promise<[{ message: string } | null, unknown[]?]> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ procedure: 'query', query: { sql, parameters } }),
  });
  return answer.json();
}

const insert =
  'insert into "public"."User" ("name", "email", "phone") values ($1, $2, $3) returning "email", "phone"';

test('a row typed in Studio is kept in the form in which its owner is looked for', async () => {
  expect(await query(insert, ['Test Customer', ' Test@Example.com ', '+91 98765 43210'])).toEqual([
    null,
    [{ email: 'test@example.com', phone: '+919876543210' }],
  ]);
});

test('a row that the database refuses comes with the sentence that says what is wrong', async () => {
  const [error] = await query(insert, ['Test Customer', 'second@example.com', '9876543211']);
  expect(error?.message).toContain('Write it in international form: + and the country code first');
});
