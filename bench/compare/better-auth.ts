import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { call, nextClient } from './http';
import { peersDir } from './install-peers';
import { startServer } from './server';
import type { System } from './system';

export const betterAuthDir = join(peersDir, 'better-auth');
const secret = 'only-for-benches-0123456789-abcdefghijklmnop';

/** An empty database with better-auth's own tables and the same accounts. @returns its address */
export async function prepareBetterAuth(serverUrl: string, emails: readonly string[]): Promise<string> {
  const admin = new Client({ connectionString: serverUrl });
  await admin.connect();
  await admin.query('DROP DATABASE IF EXISTS bench_better_auth WITH (FORCE)');
  await admin.query('CREATE DATABASE bench_better_auth');
  await admin.end();
  const url = new URL(serverUrl);
  url.pathname = '/bench_better_auth';
  const env = { ...process.env, DATABASE_URL: url.href, BETTER_AUTH_SECRET: secret };
  await promisify(execFile)(process.execPath, ['migrate.mjs'], { cwd: betterAuthDir, env });
  const client = new Client({ connectionString: url.href });
  await client.connect();
  await client.query(
    `INSERT INTO "user" ("id", "name", "email", "emailVerified", "createdAt", "updatedAt")
     SELECT gen_random_uuid()::text, 'Bench', e, true, now(), now() FROM unnest($1::text[]) AS e`,
    [emails],
  );
  await client.end();
  return url.href;
}

/** better-auth with its e-mail codes on `next start`, as its guide has it: one process. */
export async function startBetterAuth(databaseUrl: string, mailPort: number): Promise<System> {
  const words = [join(peersDir, 'node_modules/next/dist/bin/next'), 'start', betterAuthDir];
  const { url, pid, stop } = await startServer('better-auth', words, '/login', (port) => ({
    NODE_ENV: 'production',
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    NEXT_TELEMETRY_DISABLED: '1',
    PORT: String(port),
    DATABASE_URL: databaseUrl,
    EMAIL_PORT: String(mailPort),
    BETTER_AUTH_SECRET: secret,
    BETTER_AUTH_URL: `http://localhost:${port}`,
  }));
  const post = (path: string, body: object) =>
    call(`${url}/api/auth${path}`, {
      body,
      headers: { 'x-forwarded-for': nextClient(), origin: url },
      expect: 200,
    });
  return {
    name: 'better-auth on Next',
    url,
    pid,
    processes: 1,
    stop,
    loginPage: async () => (await call(`${url}/login`, { expect: 200 })).body,
    askCode: async (email) => {
      await post('/email-otp/send-verification-otp', { email, type: 'sign-in' });
      return { email, id: email };
    },
    signIn: async ({ email }, otp) => {
      const { headers } = await post('/sign-in/email-otp', { email, otp });
      const cookies = [headers['set-cookie'] ?? []].flat().map((line) => line.split(';')[0]);
      return { cookie: cookies.join('; ') };
    },
    checkSession: async (session) => {
      const headers = { ...session, 'x-forwarded-for': nextClient() };
      const { body } = await call(`${url}/api/auth/get-session`, { headers, expect: 200 });
      if (body === 'null') throw new Error('the session is not there');
    },
    askReset: async (email) => {
      await post('/email-otp/request-password-reset', { email });
      return { email, id: email };
    },
    setPassword: async ({ email }, otp) => {
      await post('/email-otp/reset-password', { email, otp, password: 'quiet harbour lamp 42' });
    },
  };
}
