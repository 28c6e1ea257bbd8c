import { setTimeout as wait } from 'node:timers/promises';
import { Browser } from './browser';
import { maskAnswer } from './mask-answer';
import { median, separation } from './separation';
import { type SilentCall, silentCalls } from './silent-calls';
import { attackPassword, nextPhone, type Target, unknownEmail } from './target';

/** What customers are asked for by. */
export type Kind = 'email' | 'phone';

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
async function measureCall(
  target: Target,
  call: SilentCall,
  pairs: number,
  kind: Kind,
): Promise<SilenceResult> {
  const customers = await target.addCustomers(pairs + 2);
  const known: number[] = [];
  const unknown: number[] = [];
  const time = async (address: string) => {
    const browser = new Browser(target.baseUrl);
    const prepared = await call.prepare?.(browser, address, target);
    return (await call.call(browser, address, prepared as never)).milliseconds;
  };
  // The first ones meet a cold server.
  for (const customer of customers.splice(0, 2)) {
    await time(customer[kind]);
    await time(unknownAddress[kind]());
  }
  const turns = customers.flatMap((customer) => [
    { key: Math.random(), address: customer[kind], into: known },
    { key: Math.random(), address: unknownAddress[kind](), into: unknown },
  ]);
  for (const { address, into } of turns.sort((a, b) => a.key - b.key)) {
    into.push(await time(address));
    await wait(settleMs);
  }
  return {
    call: call.name,
    pairs: known.length,
    auc: separation(known, unknown),
    knownMs: median(known),
    unknownMs: median(unknown),
    differences: await compareStates(target, call, kind),
  };
}

const unknownAddress: Record<Kind, () => string> = { email: unknownEmail, phone: nextPhone };

/** What differs from a usual customer. */
const states: Record<Kind, Record<string, Record<string, unknown>>> = {
  email: { ...commonStates(), 'e-mail only': { phone: null, phoneVerifiedAt: null } },
  phone: { ...commonStates(), 'phone only': { email: null, emailVerifiedAt: null } },
};

function commonStates(): Record<string, Record<string, unknown>> {
  return {
    known: {},
    disabled: { status: 'disabled' },
    unverified: { emailVerifiedAt: null, phoneVerifiedAt: null },
    'without a password': { passwordHash: null },
  };
}

/** Status, headers and bytes after ids, cookies and masked addresses were covered. */
async function compareStates(target: Target, call: SilentCall, kind: Kind): Promise<string[]> {
  const answerFor = async (address: string) => {
    const browser = new Browser(target.baseUrl);
    const prepared = await call.prepare?.(browser, address, target);
    return maskAnswer(await call.call(browser, address, prepared as never), address);
  };
  // Decoys have a phone or not, as accounts do: the page that lists the ways exists in several forms.
  const forms = { free: new Set<string>(), held: new Set<string>() };
  const differences: string[] = [];
  const addOne = async (over?: Record<string, unknown>) => (await target.addCustomers(1, over))[0]![kind];
  const compare = async (name: string, find: () => Promise<string>, standing: 'free' | 'held') => {
    let answer = '';
    // The state of a message moves: three times, so that a rare moment is not taken for a difference.
    for (let samples = 0; samples < 3; samples += 1) {
      answer = await answerFor(await find());
      for (let tries = 0; tries < 12 && !forms[standing].has(answer); tries += 1) {
        const address = unknownAddress[kind]();
        if (standing === 'held') await hold(target, address);
        forms[standing].add(await answerFor(address));
      }
      if (forms[standing].has(answer)) return;
    }
    differences.push(`${name}: ${firstDifference(answer, [...forms[standing]][0]!)}`);
  };
  for (const [name, over] of Object.entries(states[kind])) await compare(name, () => addOne(over), 'free');
  await compare(
    'held',
    async () => {
      const address = await addOne();
      await hold(target, address);
      return address;
    },
    'held',
  );
  return differences;
}

/** Ten wrong passwords from ten networks: from now on nothing about this address is compared. */
async function hold(target: Target, address: string): Promise<void> {
  const login = await new Browser(target.baseUrl).openForm('/login', 'identifier');
  const fields = { identifier: address, password: `not ${attackPassword}`, method: 'password' };
  await Promise.all(Array.from({ length: 10 }, () => new Browser(target.baseUrl).post(login, fields)));
}

function firstDifference(a: string, b: string): string {
  let index = 0;
  while (index < a.length && a[index] === b[index]) index += 1;
  return `"…${a.slice(Math.max(0, index - 30), index + 50)}" is "…${b.slice(Math.max(0, index - 30), index + 50)}"`;
}

export async function measureSilence(
  target: Target,
  kind: Kind,
  pairs: number,
  report: (result: SilenceResult) => void,
  only: RegExp,
): Promise<void> {
  for (const call of silentCalls.filter(({ name }) => only.test(name))) {
    report(await measureCall(target, call, pairs, kind));
  }
}
