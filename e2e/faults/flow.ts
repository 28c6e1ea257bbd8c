import { setTimeout as wait } from 'node:timers/promises';
import { LatchkeyError } from '@/lib/client/client';
import type { ReceivedMail } from '@/lib/delivery/providers/stand-ins/read-mail';
import { type FaultTarget, newEmail } from './fault-target';

export const codeIn = (text: string) => /(?<!\d)\d{6}(?!\d)/.exec(text)?.[0] ?? '';
export const wrongOf = (code: string) => code.slice(0, -1) + ((Number(code.at(-1)) + 1) % 10);
export const secondsSince = (began: number) => (performance.now() - began) / 1000;
export const show = (seconds: number) => `${seconds.toFixed(1)} s`;

export function mailsTo(target: FaultTarget, address: string): ReceivedMail[] {
  return target.mail.messages.filter(({ to }) => to.includes(address));
}

/** Until a look finds something. @throws after `limitSeconds` */
export async function until<Found>(
  what: string,
  limitSeconds: number,
  look: () => Found | null | undefined | false | Promise<Found | null | undefined | false>,
): Promise<Found> {
  const began = performance.now();
  for (;;) {
    const found = await look();
    if (found) return found;
    if (secondsSince(began) > limitSeconds) throw new Error(`${what}: not within ${limitSeconds} s`);
    await wait(50);
  }
}

export const untilMail = (target: FaultTarget, address: string, limitSeconds: number) =>
  until(`a mail to ${address}`, limitSeconds, () => mailsTo(target, address)[0]);

/** Asks for a code by mail. @returns its id and how long the answer took. */
export async function askForCode(target: FaultTarget, to = newEmail()) {
  const began = performance.now();
  const { id } = await target.api.requestCode({ purpose: 'verification', to });
  return { id, to, answeredInSeconds: secondsSince(began) };
}

/** The code or status of a refusal, or what `work` gave. */
export async function outcomeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'ok';
  } catch (error) {
    if (error instanceof LatchkeyError)
      return error.status === 0 ? 'no answer' : `${error.status} ${error.code}`;
    throw error;
  }
}

/** One whole turn: ask, mail, a wrong guess, the right one. @throws where any of it fails */
export async function wholeTurn(target: FaultTarget, limitSeconds = 10): Promise<void> {
  const { id, to } = await askForCode(target);
  const { text } = await untilMail(target, to, limitSeconds);
  const code = codeIn(text);
  const wrong = await outcomeOf(target.api.checkCode({ id, code: wrongOf(code) }));
  if (!wrong.startsWith('4')) throw new Error(`a wrong code was answered ${wrong}`);
  await target.api.checkCode({ id, code });
}

export const recoveryLimitSeconds = 10;

/** From the repair to the end of the first whole turn that succeeds. @throws when that takes more than ten seconds */
export async function untilRecovered(target: FaultTarget): Promise<number> {
  const began = performance.now();
  let last = '';
  while (secondsSince(began) < recoveryLimitSeconds) {
    const left = recoveryLimitSeconds - secondsSince(began);
    try {
      await wholeTurn(target, left);
      const seconds = secondsSince(began);
      if (seconds <= recoveryLimitSeconds) return seconds;
    } catch (error) {
      last = (error as Error).message;
    }
    await wait(100);
  }
  throw new Error(`it did not recover within ${recoveryLimitSeconds} s: ${last}`);
}

/** Before a fault: everything works. @throws where it does not within a minute */
export async function untilWorking(target: FaultTarget): Promise<void> {
  await until('everything working', 60, () =>
    wholeTurn(target).then(
      () => true,
      () => false,
    ),
  );
}
