import { Browser } from './browser';
import type { Customer, Target } from './target';

export interface Finding {
  /** What had to hold, and whether it did, in a few words with numbers. */
  detail: string;
  held: boolean;
}

export interface Attack {
  name: string;
  run(target: Target, rounds: number): Promise<Finding>;
}

export const sessionName = 'latchkey.session';
export const parallel = <Done>(count: number, task: (index: number) => Promise<Done>) =>
  Promise.all(Array.from({ length: count }, (_, index) => task(index)));

/** A code that is not this one. */
export const wrongOf = (code: string, by = 1) => code.slice(0, -1) + ((Number(code.at(-1)) + by) % 10);

/** A browser on the page where the code of its sign-in is typed, with that code from the mailbox. */
export async function askForCode(target: Target, email: string, browser = new Browser(target.baseUrl)) {
  const login = await browser.openForm('/login', 'identifier');
  const asked = await browser.post(login, { identifier: email, password: '', method: 'code' });
  if (asked.status !== 303) throw new Error(`asking for a code answered ${asked.status}`);
  const mail = await target.smtp!.waitFor(email);
  const code = /(?<!\d)\d{6}(?!\d)/.exec(mail.text)?.[0] ?? '';
  return { browser, code, form: await browser.openForm('/verify', 'code') };
}

/** A front end without a key that has asked for a code over the API, with that code from the mailbox. */
export async function askOverApi(target: Target, email: string, purpose = 'login') {
  const client = new Browser(target.baseUrl);
  const asked = await client.json('POST', '/api/v1/codes', { purpose, to: email });
  if (asked.status !== 202) throw new Error(`asking for a code answered ${asked.status}`);
  const mail = await target.smtp!.waitFor(email);
  const code = /(?<!\d)\d{6}(?!\d)/.exec(mail.text)?.[0] ?? '';
  return { client, id: (JSON.parse(asked.body) as { id: string }).id, code };
}

/** The same browser at many desks: each sends the same cookies, and keeps its own answers. */
export function copyOf(browser: Browser): Browser {
  const copy = new Browser(browser.baseUrl);
  for (const [name, value] of browser.cookies) copy.cookies.set(name, value);
  return copy;
}

/** Whether a person would read it: scripts carry every sentence that a page may need. */
export const isSaid = (sentence: string, body: string) =>
  body.replace(/<script\b[\s\S]*?<\/script>/g, '').includes(sentence);

export const hasSession = (browser: Browser) => browser.cookies.has(sessionName);
export const customer = async (target: Target): Promise<Customer> => (await target.addCustomers(1))[0]!;

/** What one round of wrong codes came to. */
interface Guessing {
  /** The challenge. */
  id: string;
  /** How often the right code was taken afterwards. */
  taken: number;
}

/** Of twenty wrong codes at once no more are compared than the five of a challenge, and then the right one is refused. */
export async function countGuesses(
  target: Target,
  rounds: number,
  round: () => Promise<Guessing>,
): Promise<Finding> {
  let worst = 0;
  let taken = 0;
  await inRounds(rounds, async () => {
    const guessing = await round();
    taken += guessing.taken;
    const { attempts } = await target.db.otp.findUniqueOrThrow({ where: { id: guessing.id } });
    worst = Math.max(worst, attempts);
  });
  return {
    held: worst <= 5 && taken === 0,
    detail: `${rounds} rounds: ${worst} guesses at most, the right code afterwards taken ${taken} times`,
  };
}

/** Rounds that each begin on their own, a few at a time: what races inside a round races the other rounds, too. */
export async function inRounds(rounds: number, round: () => Promise<void>): Promise<void> {
  let begun = 0;
  await parallel(4, async () => {
    while (begun < rounds) {
      begun += 1;
      await round();
    }
  });
}
