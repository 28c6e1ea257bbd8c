import { bounds, measureSilence, type SilenceResult } from './silence';
import { startTarget } from './target';
import { writeSection } from './write-section';

const isTold = ({ auc, differences }: SilenceResult) =>
  auc < bounds.low || auc > bounds.high || differences.length > 0;

/** Whether anybody can tell an account from none, by bytes or by time. @returns the number of calls that tell. */
export async function runSilence(pairs: number, only?: string): Promise<number> {
  const target = await startTarget();
  const results: SilenceResult[] = [];
  const show = (result: SilenceResult) => {
    results.push(result);
    // After each call, so that a run that is stopped leaves what it has found.
    if (!only) writeSection('Silence about accounts', renderResults(results));
    const { call, mail, auc, knownMs, unknownMs, differences } = result;
    const times = `${knownMs.toFixed(1)} / ${unknownMs.toFixed(1)} ms`;
    console.log(
      `${isTold(result) ? '✗' : '✓'} ${call.padEnd(26)} mail ${mail.padEnd(9)} AUC ${auc.toFixed(3)}  ${times}`,
    );
    for (const difference of differences) console.log(`    ${difference}`);
  };
  try {
    await measureSilence(target, pairs, show, only ? new RegExp(only) : undefined);
    return results.filter(isTold).length;
  } finally {
    await target.stop();
  }
}

function renderResults(results: SilenceResult[]): string[] {
  const rows = results.map(
    ({ call, mail, pairs, auc, knownMs, unknownMs, differences }) =>
      `| ${call} | ${mail} | ${pairs} | ${auc.toFixed(3)} | ${knownMs.toFixed(1)} / ${unknownMs.toFixed(1)} ms | ${differences.length === 0 ? 'equal' : '**differ**'} |`,
  );
  return [
    `\`npm run attacks -- silence\`, over HTTP against two processes, ${new Date().toISOString().slice(0, 10)}. As many requests about known as`,
    'about unknown addresses, in random order. AUC is the probability that a known account took longer than an unknown one;',
    `between ${bounds.low} and ${bounds.high} it tells nothing (where 300 pairs of equal things lie in 99.7 of 100 runs; fewer pairs spread more).`,
    'Bytes: status, headers and body of known, disabled, unverified, password-less and e-mail-only accounts against unknown',
    'ones, and of held against held, ids and masks covered.',
    '',
    '| call | mail server | pairs | AUC | median known / unknown | bytes |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows,
  ];
}
