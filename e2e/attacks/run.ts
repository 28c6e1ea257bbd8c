import { type LimitStoreName, runAttacks } from './run-attacks';
import { runSilence } from './run-silence';

// npm run attacks [rounds] [only]                             every attack; repeated ones 200 times
// npm run attacks -- redis [rounds] [only]                    the same, with the limits in a Redis of its own
// npm run attacks -- silence [idle|slow|down|texts] [pairs] [only]
//                                                             whether an account can be told from none: 300 pairs a call, for one
//                                                             state of the mail server, for texts, or for all four
const [first, ...rest] = process.argv.slice(2);
const attack = ([rounds, only]: string[], store: LimitStoreName) =>
  runAttacks(Number(rounds ?? 200), only, store);
const runs: Record<string, () => Promise<number>> = {
  silence: () => runSilence(rest),
  redis: () => attack(rest, 'Redis'),
};
const failed = await (runs[first ?? ''] ?? (() => attack(process.argv.slice(2), 'PostgreSQL')))();
process.exit(failed === 0 ? 0 : 1);
