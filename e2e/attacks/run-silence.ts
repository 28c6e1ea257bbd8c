import type { MailState } from './mail';
import { bounds, type Kind, measureSilence, type SilenceResult } from './silence';
import { startTarget } from './target';
import { writeSection } from './write-section';

/**
 * What carries the messages while calls are measured, and by what customers are asked for: what is shown of a message, and how
 * busy we are, depends on it.
 */
const scenes = {
  idle: { title: 'mail server idle', kind: 'email', mail: { delayMs: 0, down: false } },
  slow: { title: 'mail server slow', kind: 'email', mail: { delayMs: 2_000, down: false } },
  down: { title: 'mail server down', kind: 'email', mail: { delayMs: 0, down: true } },
  texts: { title: 'texts', kind: 'phone', mail: { delayMs: 0, down: false } },
} as const satisfies Record<string, { title: string; kind: Kind; mail: MailState }>;
type Scene = keyof typeof scenes;
const sceneNames = Object.keys(scenes) as Scene[];

const isTold = ({ auc, differences }: SilenceResult) =>
  auc < bounds.low || auc > bounds.high || differences.length > 0;

/**
 * Whether anybody can tell an account from none, by bytes or by time.
 * @param words one of the scenes (else all), a number of pairs (else 300), a pattern of calls (else all)
 * @returns the number of calls that tell
 */
export async function runSilence(words: readonly string[]): Promise<number> {
  const rest = [...words];
  const chosen = sceneNames.includes(rest[0] as Scene) ? [rest.shift() as Scene] : sceneNames;
  const pairs = /^\d+$/.test(rest[0] ?? '') ? Number(rest.shift()) : 300;
  const only = rest[0];
  let told = 0;
  for (const scene of chosen) {
    const results = await runScene(scene, pairs, only);
    told += results.filter(isTold).length;
  }
  return told;
}

/** Servers of its own for each scene, so that none meets what another has left in the outbox. */
async function runScene(scene: Scene, pairs: number, only?: string): Promise<SilenceResult[]> {
  const { title, kind, mail } = scenes[scene];
  const target = await startTarget({ mailApart: true, textsApart: kind === 'phone' });
  const results: SilenceResult[] = [];
  const startedAt = performance.now();
  const show = (result: SilenceResult) => {
    results.push(result);
    const minutes = (performance.now() - startedAt) / 60_000;
    // After each call, so that a run that is stopped leaves what it has found.
    if (!only) {
      writeSection('Silence about accounts', introduction);
      writeSection(`Silence, ${title}`, renderResults(results, scene, minutes));
    }
    const { call, auc, knownMs, unknownMs, differences } = result;
    const times = `${knownMs.toFixed(1)} / ${unknownMs.toFixed(1)} ms`;
    console.log(
      `${isTold(result) ? '✗' : '✓'} ${call.padEnd(26)} ${title}  AUC ${auc.toFixed(3)}  ${times}  (${minutes.toFixed(1)} min)`,
    );
    for (const difference of differences) console.log(`    ${difference}`);
  };
  try {
    target.setMail(mail);
    await measureSilence(target, kind, pairs, show, new RegExp(only ?? '.'));
    return results;
  } finally {
    await target.stop();
  }
}

const introduction = [
  'As many requests about known as about unknown addresses, in random order, over HTTP against two processes. AUC is the',
  'probability that a known account took longer than an unknown one; between',
  `${bounds.low} and ${bounds.high} it tells nothing (where 300 pairs of equal things lie in 99.7 of 100 runs; fewer pairs spread more).`,
  'Bytes: status, headers and body of known, disabled, unverified, password-less and e-mail-only (phone-only) accounts against',
  'unknown ones, and of held against held, ids and masks covered. One section for each state of the mail server, and one for',
  'customers who are asked for by their numbers, with a vendor of texts over TLS.',
];

function renderResults(results: readonly SilenceResult[], scene: Scene, minutes: number): string[] {
  const rows = results.map(
    ({ call, pairs, auc, knownMs, unknownMs, differences }) =>
      `| ${call} | ${pairs} | ${auc.toFixed(3)} | ${knownMs.toFixed(1)} / ${unknownMs.toFixed(1)} ms | ${differences.length === 0 ? 'equal' : '**differ**'} |`,
  );
  const pairs = results[0]?.pairs ?? 0;
  return [
    `\`npm run attacks -- silence ${scene} ${pairs}\`, ${new Date().toISOString().slice(0, 10)}, ${minutes.toFixed(0)} minutes.`,
    '',
    '| call | pairs | AUC | median known / unknown | bytes |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
  ];
}
