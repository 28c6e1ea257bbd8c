import { percentile } from '../figures';
import { measure, median, shuffle } from './load';
import type { MailDrop } from './mail-drop';
import type { Work } from './operations';
import type { Scale } from './run';

/** Milliseconds by the system's name. */
export type Milliseconds = Map<string, number>;

/** The median of sign-ins from page to session, one after the other. */
export async function measureOneUser(works: readonly Work[], { codes }: Scale): Promise<Milliseconds> {
  const samples = new Map<string, number[]>(works.map(({ system }) => [system.name, []]));
  for (let index = 0; index < codes / 8; index++) {
    for (const work of shuffle(works)) {
      const began = performance.now();
      await work.signInFromPage();
      samples.get(work.system.name)!.push(performance.now() - began);
    }
  }
  return new Map([...samples].map(([name, values]) => [name, median(values)]));
}

const resetsAtOnce = 8;
const pauseMs = 10;

/** The slowest hundredth of the sign-in page's answers while passwords are reset, eight at once. */
export async function measureLoginUnderResets(
  works: readonly Work[],
  { codes }: Scale,
): Promise<Milliseconds> {
  const figures: Milliseconds = new Map();
  for (const { system, reset } of shuffle(works)) {
    let over = false;
    const resets = Array.from({ length: resetsAtOnce }, async () => {
      while (!over) await reset();
    });
    const samples: number[] = [];
    for (let index = 0; index < codes; index++) {
      const began = performance.now();
      await system.loginPage();
      samples.push(performance.now() - began);
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
    over = true;
    await Promise.all(resets);
    figures.set(system.name, percentile(samples, 0.99));
  }
  return figures;
}

const relayMs = 300;

/** The answer to "send me a code" while the mail server takes 300 ms to accept a message; one user. */
export async function measureAnswerAtSlowRelay(
  works: readonly Work[],
  mail: MailDrop,
): Promise<Milliseconds> {
  mail.delayMs = relayMs;
  const figures: Milliseconds = new Map();
  for (const { system, answerMs } of works) {
    const samples: number[] = [];
    await measure(system.pid, { count: 15 }, async () => samples.push(await answerMs()), 1);
    figures.set(system.name, median(samples));
  }
  mail.delayMs = 0;
  return figures;
}
