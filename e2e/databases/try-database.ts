import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createApiKey } from '@/lib/accounts/api-keys';
import { createClient } from '@/lib/client/client';
import { createDatabase, type Database } from '@/lib/db/client';
import { pickFreePort } from '@/lib/db/postmaster';
import { requireDatabase } from '@/lib/db/require-database';
import { Browser } from '../attacks/browser';
import { signInAs } from '../console/staff';
import { newEmail } from '../faults/fault-target';
import { codeIn, outcomeOf, until, wrongOf } from '../faults/flow';
import { Instance } from '../faults/instance';
import { startFaultyMailServer } from '../faults/mail-server';
import { createMigratedDatabase } from '../fixtures/database';
import { projectDir } from '../fixtures/run';

const signIns = 300;
const atOnce = 16;
const webProcesses = 3;
const consolePages = [
  '',
  '/customers',
  '/deliveries',
  '/audit',
  '/alerts',
  '/guard',
  '/policy',
  '/providers',
];
const password = 'violet harbour kettle nine';

/**
 * Latchkey on a database of its own beside that of the address: all migrations, the production build as several web
 * processes, customers who sign in by code at the same time, a reset, the console.
 * @returns what was done
 * @throws where anything is not as it should be
 */
export async function tryDatabase(address: string): Promise<string> {
  await requireDatabase(address);
  const ends: (() => Promise<unknown>)[] = [];
  try {
    const url = await createMigratedDatabase(address, 'latchkey_try');
    const db = createDatabase(url);
    ends.push(() => db.$disconnect());
    const mail = await startFaultyMailServer();
    ends.push(() => mail.close());
    const instance = await startInstance(url, mail.port);
    ends.push(() => instance.stop());
    const baseUrl = instance.baseUrl;
    const { token } = await createApiKey(db, {
      name: 'try',
      scopes: ['codes', 'accounts'],
      createdBy: 'try',
    });
    const api = createClient({ baseUrl, apiKey: token });

    /** Asks, reads the mail, guesses wrong once. */
    const earnCode = async (purpose: 'login' | 'password_reset', to: string) => {
      const { id } = await api.requestCode({ purpose, to });
      const sent = () => mail.messages.find((one) => one.to.includes(to));
      const code = codeIn((await until(`a mail to ${to}`, 30, sent)).text);
      const wrong = await outcomeOf(api.checkCode({ id, code: wrongOf(code) }));
      if (!wrong.endsWith('code_incorrect')) throw new Error(`a wrong code was answered ${wrong}`);
      return { code_id: id, code };
    };
    const signIn = async () => {
      const { access_token } = await api.startSession(await earnCode('login', await addCustomer(db)));
      await api.getCustomer({ access_token });
    };

    const began = performance.now();
    let left = signIns;
    const lane = async () => {
      while (left-- > 0) await signIn();
    };
    await Promise.all(Array.from({ length: atOnce }, lane));
    const rate = signIns / ((performance.now() - began) / 1000);
    const forgetful = await addCustomer(db);
    await api.resetPassword({ ...(await earnCode('password_reset', forgetful)), password });
    await signInByPassword(new Browser(baseUrl), forgetful);
    const { cookie } = await signInAs(db, 'admin');
    for (const page of consolePages) await requirePage(new Browser(baseUrl), `/admin${page}`, { cookie });
    requireQuiet(instance.logFile);
    const [server] = await db.$queryRaw<{ version: string }[]>`
      SELECT current_setting('server_version') AS "version"`;
    return `PostgreSQL ${server!.version}: ${signIns} sign-ins by code, ${rate.toFixed(0)} a second; a reset; the console`;
  } finally {
    for (const end of ends.reverse()) await end();
  }
}

async function addCustomer(db: Database): Promise<string> {
  const email = newEmail();
  await db.user.create({ data: { name: 'Asha Rao', email, emailVerifiedAt: new Date() } });
  return email;
}

async function startInstance(databaseUrl: string, mailPort: number): Promise<Instance> {
  const folder = join(projectDir, 'test-results/databases');
  mkdirSync(folder, { recursive: true });
  const logFile = join(folder, 'server.log');
  rmSync(logFile, { force: true });
  const port = await pickFreePort();
  const settings = {
    APP_URL: `http://localhost:${port}`,
    DATABASE_URL: databaseUrl,
    WEB_CONCURRENCY: String(webProcesses),
    EMAIL_HOST: '127.0.0.1',
    EMAIL_PORT: String(mailPort),
    EMAIL_USE_TLS: 'False',
    DEFAULT_FROM_EMAIL: 'Latchkey <login@example.com>',
    LIMITS: 'api_signed_in=10000/1,verifications_per_client=10000/1,sends_per_client=10000/1',
    PROOF_OF_WORK: 'off',
  };
  const instance = new Instance(port, settings, logFile);
  await instance.start();
  return instance;
}

async function signInByPassword(browser: Browser, identifier: string): Promise<void> {
  const form = await browser.openForm('/login', 'identifier');
  await browser.post(form, { identifier, password, method: 'password' });
  await requirePage(browser, '/account');
}

async function requirePage(
  browser: Browser,
  path: string,
  headers: Record<string, string> = {},
): Promise<void> {
  const { status } = await browser.get(path, headers);
  if (status !== 200) throw new Error(`${path} was answered ${status}`);
}

/** @throws where the server has told of a fault */
function requireQuiet(logFile: string): void {
  const lines = readFileSync(logFile, 'utf8').split('\n');
  const told = lines.find((line) => /"level":[56]0/.test(line));
  if (told) throw new Error(`the server said: ${told}`);
}
