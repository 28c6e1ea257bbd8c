import { setTimeout as wait } from 'node:timers/promises';
import { Browser } from './browser';
import { maskAnswer } from './mask-answer';
import { median, separation } from './separation';
import { type SilentCall, silentCalls } from './silent-calls';
import { attackPassword, type Target, unknownEmail } from './target';

export interface SilenceResult {
  call: string;
  pairs: number;
  /** Area under the curve of "known takes longer". */
  auc: number;
  knownMs: number;
  unknownMs: number;
  /** States of an account whose answer differs from an unknown one's, with the first difference. */
  differences: string[];
}

/** What one request set off (a mail on its way) is not to be felt by the next. */
const settleMs = 20;

/** 0.5 ± 0.07 is where 300 pairs of equal things lie in 99.7 of 100 runs. */
export const bounds = { low: 0.43, high: 0.57 };

/**
 * As many requests about known as about unknown addresses, in random order, each from a browser and an address of its own:
 * what a request leaves behind meets either kind alike.
 */
export async function measureCall(target: Target, call: SilentCall, pairs: number): Promise<SilenceResult> {
  const customers = await target.addCustomers(pairs + 2);
  const known: number[] = [];
  const unknown: number[] = [];
  const time = async (email: string) => {
    const browser = new Browser(target.baseUrl);
    const prepared = await call.prepare?.(browser, email, target);
    return (await call.call(browser, email, prepared as never)).milliseconds;
  };
  // The first ones meet a cold server.
  for (const { email } of customers.splice(0, 2)) {
    await time(email);
    await time(unknownEmail());
  }
  const turns = customers.flatMap(({ email }) => [
    { key: Math.random(), email, into: known },
    { key: Math.random(), email: unknownEmail(), into: unknown },
  ]);
  for (const { email, into } of turns.sort((a, b) => a.key - b.key)) {
    into.push(await time(email));
    await wait(settleMs);
  }
  return {
    call: call.name,
    pairs: known.length,
    auc: separation(known, unknown),
    knownMs: median(known),
    unknownMs: median(unknown),
    differences: await compareStates(target, call),
  };
}

const states: Record<string, (target: Target) => Promise<string>> = {
  known: async (target) => (await target.addCustomers(1))[0]!.email,
  disabled: async (target) => (await target.addCustomers(1, { status: 'disabled' }))[0]!.email,
  unverified: async (target) =>
    (await target.addCustomers(1, { emailVerifiedAt: null, phoneVerifiedAt: null }))[0]!.email,
  'without a password': async (target) => (await target.addCustomers(1, { passwordHash: null }))[0]!.email,
  'e-mail only': async (target) =>
    (await target.addCustomers(1, { phone: null, phoneVerifiedAt: null }))[0]!.email,
};

/** Status, headers and bytes after ids, cookies and masked addresses were covered. */
async function compareStates(target: Target, call: SilentCall): Promise<string[]> {
  const answerFor = async (email: string) => {
    const browser = new Browser(target.baseUrl);
    const prepared = await call.prepare?.(browser, email, target);
    return maskAnswer(await call.call(browser, email, prepared as never), email);
  };
  // Decoys have a phone or not, as accounts do: the page that lists the ways exists in several forms.
  const forms = { free: new Set<string>(), held: new Set<string>() };
  const differences: string[] = [];
  const compare = async (name: string, find: () => Promise<string>, kind: 'free' | 'held') => {
    let answer = '';
    // The state of a message moves: three times, so that a rare moment is not taken for a difference.
    for (let samples = 0; samples < 3; samples += 1) {
      answer = await answerFor(await find());
      for (let tries = 0; tries < 12 && !forms[kind].has(answer); tries += 1) {
        const email = unknownEmail();
        if (kind === 'held') await hold(target, email);
        forms[kind].add(await answerFor(email));
      }
      if (forms[kind].has(answer)) return;
    }
    differences.push(`${name}: ${firstDifference(answer, [...forms[kind]][0]!)}`);
  };
  for (const [name, make] of Object.entries(states)) await compare(name, () => make(target), 'free');
  await compare(
    'held',
    async () => {
      const email = await states.known!(target);
      await hold(target, email);
      return email;
    },
    'held',
  );
  return differences;
}

/** Ten wrong passwords from ten networks: from now on nothing about this address is compared. */
async function hold(target: Target, email: string): Promise<void> {
  const login = await new Browser(target.baseUrl).openForm('/login', 'identifier');
  const fields = { identifier: email, password: `not ${attackPassword}`, method: 'password' };
  await Promise.all(Array.from({ length: 10 }, () => new Browser(target.baseUrl).post(login, fields)));
}

function firstDifference(a: string, b: string): string {
  let index = 0;
  while (index < a.length && a[index] === b[index]) index += 1;
  return `"…${a.slice(Math.max(0, index - 30), index + 50)}" is "…${b.slice(Math.max(0, index - 30), index + 50)}"`;
}

/** What the mail server does while a call is measured: what is shown of a message, and how busy we are, depends on it. */
const mailModes = {
  idle: { delayMs: 0, down: false },
  slow: { delayMs: 2_000, down: false },
  down: { delayMs: 0, down: true },
};

export type MailMode = keyof typeof mailModes;
export const mailModeNames = Object.keys(mailModes) as MailMode[];

export async function measureSilence(
  target: Target,
  mail: MailMode,
  pairs: number,
  report: (result: SilenceResult) => void,
  only: RegExp,
): Promise<void> {
  target.setMail(mailModes[mail]);
  for (const call of silentCalls.filter(({ name }) => only.test(name))) {
    report(await measureCall(target, call, pairs));
  }
}
