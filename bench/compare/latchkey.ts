import { createMigratedDatabase } from '@/e2e/fixtures/database';
import { serverEnvironment } from '@/e2e/fixtures/server-environment';
import { createDatabase } from '@/lib/db/client';
import { call, nextClient } from './http';
import { startServer } from './server';
import type { Asked, System } from './system';

export interface LatchkeyOptions {
  databaseUrl: string;
  mailPort: number;
  /** Web processes. */
  processes: number;
}

/** A database of this name with accounts whose addresses are proved. @returns its address */
export async function prepareLatchkey(
  serverUrl: string,
  emails: readonly string[],
  name = 'bench_latchkey',
): Promise<string> {
  const url = await createMigratedDatabase(serverUrl, name);
  const db = createDatabase(url);
  await db.$executeRaw`
    INSERT INTO "User" ("name", "email", "emailVerifiedAt") SELECT 'Bench', e, now() FROM unnest(${emails}::text[]) AS e`;
  await db.$disconnect();
  return url;
}

/** The app as `npm start` runs it, by its JSON API. Limits, decoys, audit and outbox as they are out of the box. */
export async function startLatchkey(options: LatchkeyOptions): Promise<System> {
  const words = ['scripts/serve.mjs'];
  const { url, pid, stop } = await startServer('latchkey', words, '/api/ready', (port) =>
    latchkeyEnvironment(port, options),
  );
  const post = async (path: string, body: object, expect: number) => {
    const headers = { 'x-forwarded-for': nextClient() };
    const answer = await call(url + path, { body, headers, expect });
    return answer.body === '' ? {} : (JSON.parse(answer.body) as Record<string, string>);
  };
  const ask = async (purpose: string, email: string): Promise<Asked> => {
    const { id } = await post('/api/v1/codes', { purpose, to: email }, 202);
    return { email, id: id! };
  };
  return {
    name: 'Latchkey',
    url,
    pid,
    processes: options.processes,
    stop,
    loginPage: async () => (await call(`${url}/login`, { expect: 200 })).body,
    askCode: (email) => ask('login', email),
    signIn: async ({ id }, code) => {
      const { access_token } = await post('/api/v1/sessions', { code_id: id, code }, 201);
      return { authorization: `Bearer ${access_token}` };
    },
    checkSession: async (headers) => {
      await call(`${url}/api/v1/customers/me`, { headers, expect: 200 });
    },
    askReset: (email) => ask('password_reset', email),
    setPassword: async ({ id }, code) => {
      const password = 'quiet harbour lamp 42';
      await post('/api/v1/password-resets', { code_id: id, code, password }, 204);
    },
  };
}

export function latchkeyEnvironment(
  port: number,
  { databaseUrl, mailPort, processes }: LatchkeyOptions,
): NodeJS.ProcessEnv {
  return serverEnvironment({
    PORT: String(port),
    APP_URL: `http://localhost:${port}`,
    DATABASE_URL: databaseUrl,
    WEB_CONCURRENCY: String(processes),
    EMAIL_HOST: '127.0.0.1',
    EMAIL_PORT: String(mailPort),
    EMAIL_USE_TLS: 'False',
    DEFAULT_FROM_EMAIL: 'login@example.com',
    TRUSTED_PROXIES: '127.0.0.1,::1',
  });
}
