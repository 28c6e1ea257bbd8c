import { runAttacks } from './run-attacks';
import { runSilence } from './run-silence';

// npm run attacks [rounds] [only]                             every attack; repeated ones 200 times
// npm run attacks -- silence [idle|slow|down] [pairs] [only]  whether an account can be told from none: 300 pairs a
//                                                             call, for one state of the mail server or for all three
const [first, ...rest] = process.argv.slice(2);
const failed = first === 'silence' ? await runSilence(rest) : await runAttacks(Number(first ?? 200), rest[0]);
process.exit(failed === 0 ? 0 : 1);
