import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createClient } from '@/lib/client/client';
import { Browser } from '../attacks/browser';
import { type Fault, Skipped } from './fault';
import type { FaultTarget } from './fault-target';
import { askForCode, codeIn, outcomeOf, until, untilMail, wrongOf } from './flow';
import { watchHealth } from './watch-health';

const libraries = [
  '/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1',
  '/usr/lib/aarch64-linux-gnu/faketime/libfaketime.so.1',
];

interface Clocked {
  target: FaultTarget;
  /** Seconds that the app's clock is ahead of the database's, from now on. */
  setAhead(seconds: number): Promise<void>;
}

/** A server of its own whose clock can be moved while it runs; PostgreSQL keeps the true time. */
async function withClock(
  main: FaultTarget,
  ahead: number,
  work: (clocked: Clocked) => Promise<string>,
): Promise<string> {
  const library = libraries.find((path) => existsSync(path));
  if (!library) throw new Skipped('needs libfaketime (Debian package libfaketime)');
  const file = join(main.folder, `clock-${ahead}`);
  const write = (seconds: number) => writeFileSync(file, `${seconds < 0 ? '' : '+'}${seconds}`);
  write(ahead);
  const clockSettings = {
    LD_PRELOAD: library,
    FAKETIME_TIMESTAMP_FILE: file,
    FAKETIME_CACHE_DURATION: '1',
    // Timers go by the monotonic clock, which no administrator moves.
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
  };
  // The others would send this server's messages, and by the true clock.
  for (const other of main.instances) await other.stop();
  const instance = await main.newInstance(`clock-${ahead}`, clockSettings, true);
  const target: FaultTarget = {
    ...main,
    baseUrl: instance.baseUrl,
    instances: [instance],
    api: createClient({ baseUrl: instance.baseUrl, apiKey: main.apiKey }),
  };
  const readAhead = async () => {
    const response = await fetch(`${instance.baseUrl}/api/health`);
    await response.arrayBuffer();
    return (Date.parse(response.headers.get('date') ?? '') - Date.now()) / 1000;
  };
  const isAhead = async (seconds: number) => Math.abs((await readAhead()) - seconds) < 10;
  const setAhead = async (seconds: number) => {
    write(seconds);
    await until(`a clock ${seconds} s ahead`, 10, () => isAhead(seconds));
  };
  const health = watchHealth([instance]);
  try {
    if (!(await isAhead(ahead))) throw new Skipped('libfaketime does not move the clock of this Node');
    const detail = await work({ target, setAhead });
    await health.requireAlive();
    return detail;
  } finally {
    await instance.stop();
    await Promise.all(main.instances.map((one) => one.start()));
  }
}

/** Every answer about a code that the database decides, whatever the app's clock says. */
async function codesGoByTheDatabase({ target }: Clocked): Promise<void> {
  const { api, db } = target;
  const live = await askForCode(target);
  const code = codeIn((await untilMail(target, live.to, 10)).text);
  const wrong = await outcomeOf(api.checkCode({ id: live.id, code: wrongOf(code) }));
  if (!wrong.endsWith('code_incorrect')) throw new Error(`a wrong code was answered ${wrong}`);
  await api.checkCode({ id: live.id, code });
  const used = await outcomeOf(api.checkCode({ id: live.id, code }));
  if (!used.endsWith('code_used')) throw new Error(`a used code was answered ${used}`);
  const old = await askForCode(target);
  const oldCode = codeIn((await untilMail(target, old.to, 10)).text);
  await db.$executeRaw`UPDATE "Otp" SET "expiresAt" = now() - interval '1 second' WHERE "id" = ${old.id}::uuid`;
  const expired = await outcomeOf(api.checkCode({ id: old.id, code: oldCode }));
  if (!expired.endsWith('code_expired')) throw new Error(`an expired code was answered ${expired}`);
}

/** A customer signs in on the pages, stays signed in, signs out; the session that ended stays so. */
async function signsInOnThePages({ target }: Clocked): Promise<Browser> {
  const { email } = await target.addCustomer();
  const browser = new Browser(target.baseUrl);
  const asked = await browser.post(await browser.openForm('/login', 'identifier'), {
    identifier: email,
    password: '',
    method: 'code',
  });
  if (asked.status !== 303) throw new Error(`asking for a code on the page answered ${asked.status}`);
  const { text } = await untilMail(target, email, 10);
  const done = await browser.post(await browser.openForm('/verify', 'code'), { code: codeIn(text) });
  if (!browser.cookies.has('latchkey.session'))
    throw new Error(`the right code on the page answered ${done.status}`);
  await requireSession(browser, true);
  return browser;
}

async function requireSession(browser: Browser, wanted: boolean): Promise<void> {
  const { status } = await browser.get('/account');
  if ((status === 200) !== wanted) throw new Error(`the account page answered ${status}`);
}

async function jump(clocked: Clocked, seconds: number): Promise<string> {
  const { target, setAhead } = clocked;
  const before = await askForCode(target);
  const code = codeIn((await untilMail(target, before.to, 10)).text);
  const browser = await signsInOnThePages(clocked);
  const ended = await signsInOnThePages(clocked);
  await target.db
    .$executeRaw`UPDATE "Session" SET "endedAt" = now() WHERE "id" = (SELECT "id" FROM "Session" ORDER BY "createdAt" DESC LIMIT 1)`;
  await requireSession(ended, false);
  await setAhead(seconds);
  // A code of before the jump has its true life left.
  await target.api.checkCode({ id: before.id, code });
  await requireSession(browser, true);
  await requireSession(ended, false);
  await codesGoByTheDatabase(clocked);
  await signsInOnThePages(clocked);
  await setAhead(0);
  await requireSession(browser, true);
  await requireSession(ended, false);
  await codesGoByTheDatabase(clocked);
  return 'a code and a session from before go on, used and expired codes and ended sessions stay dead, new sign-ins work; the same after the jump back';
}

const hour = 3_600;

export const clockFaults: Fault[] = [
  {
    name: 'clock-jumps-forward',
    promise: "The app's clock jumps an hour forward, and back: nothing dies early, nothing revives",
    run: (target) => withClock(target, 0, (clocked) => jump(clocked, hour)),
  },
  {
    name: 'clock-jumps-back',
    promise: "The app's clock jumps an hour back, and forward: nothing revives",
    run: (target) => withClock(target, 0, (clocked) => jump(clocked, -hour)),
  },
  ...[600, -600].map((ahead) => ({
    name: `clocks-apart-${ahead > 0 ? 'ahead' : 'behind'}`,
    promise: `The app's clock is ten minutes ${ahead > 0 ? 'ahead of' : 'behind'} the database's: the database's counts`,
    run: (target: FaultTarget) =>
      withClock(target, ahead, async (clocked) => {
        await codesGoByTheDatabase(clocked);
        await requireSession(await signsInOnThePages(clocked), true);
        return 'codes live exactly as long as the database says, sign-in works';
      }),
  })),
];
