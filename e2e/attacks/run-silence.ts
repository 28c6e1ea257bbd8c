import { bounds, type MailMode, mailModeNames, measureSilence, type SilenceResult } from './silence';
import { startTarget } from './target';
import { writeSection } from './write-section';

const isTold = ({ auc, differences }: SilenceResult) =>
  auc < bounds.low || auc > bounds.high || differences.length > 0;

/**
 * Whether anybody can tell an account from none, by bytes or by time.
 * @param words a state of the mail server (else all), a number of pairs (else 300), a pattern of calls (else all)
 * @returns the number of calls that tell
 */
export async function runSilence(words: readonly string[]): Promise<number> {
  const rest = [...words];
  const modes = mailModeNames.includes(rest[0] as MailMode) ? [rest.shift() as MailMode] : mailModeNames;
  const pairs = /^\d+$/.test(rest[0] ?? '') ? Number(rest.shift()) : 300;
  const only = rest[0];
  let told = 0;
  for (const mode of modes) {
    const results = await runMode(mode, pairs, only);
    told += results.filter(isTold).length;
  }
  return told;
}

/** Servers of its own for each state of the mail server, so that none meets what another has left in the outbox. */
async function runMode(mail: MailMode, pairs: number, only?: string): Promise<SilenceResult[]> {
  const target = await startTarget({ mailApart: true });
  const results: SilenceResult[] = [];
  const startedAt = performance.now();
  const show = (result: SilenceResult) => {
    results.push(result);
    const minutes = (performance.now() - startedAt) / 60_000;
    // After each call, so that a run that is stopped leaves what it has found.
    if (!only) {
      writeSection('Silence about accounts', introduction);
      writeSection(`Silence, mail server ${mail}`, renderResults(results, mail, minutes));
    }
    const { call, auc, knownMs, unknownMs, differences } = result;
    const times = `${knownMs.toFixed(1)} / ${unknownMs.toFixed(1)} ms`;
    console.log(
      `${isTold(result) ? '✗' : '✓'} ${call.padEnd(26)} mail ${mail}  AUC ${auc.toFixed(3)}  ${times}  (${minutes.toFixed(1)} min)`,
    );
    for (const difference of differences) console.log(`    ${difference}`);
  };
  try {
    await measureSilence(target, mail, pairs, show, new RegExp(only ?? '.'));
    return results;
  } finally {
    await target.stop();
  }
}

const introduction = [
  'As many requests about known as about unknown addresses, in random order, over HTTP against two processes. AUC is the',
  'probability that a known account took longer than an unknown one; between',
  `${bounds.low} and ${bounds.high} it tells nothing (where 300 pairs of equal things lie in 99.7 of 100 runs; fewer pairs spread more).`,
  'Bytes: status, headers and body of known, disabled, unverified, password-less and e-mail-only accounts against unknown',
  'ones, and of held against held, ids and masks covered. One section for each state of the mail server.',
];

function renderResults(results: readonly SilenceResult[], mail: MailMode, minutes: number): string[] {
  const rows = results.map(
    ({ call, pairs, auc, knownMs, unknownMs, differences }) =>
      `| ${call} | ${pairs} | ${auc.toFixed(3)} | ${knownMs.toFixed(1)} / ${unknownMs.toFixed(1)} ms | ${differences.length === 0 ? 'equal' : '**differ**'} |`,
  );
  const pairs = results[0]?.pairs ?? 0;
  return [
    `\`npm run attacks -- silence ${mail} ${pairs}\`, ${new Date().toISOString().slice(0, 10)}, ${minutes.toFixed(0)} minutes.`,
    '',
    '| call | pairs | AUC | median known / unknown | bytes |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
  ];
}
