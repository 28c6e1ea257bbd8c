import { runAttacks } from './run-attacks';
import { runSilence } from './run-silence';

// npm run attacks [rounds] [only]            every attack; repeated ones 200 times
// npm run attacks -- silence [pairs] [only]  whether an account can be told from none, 300 pairs a call
const [first, ...rest] = process.argv.slice(2);
const failed =
  first === 'silence'
    ? await runSilence(Number(rest[0] ?? 300), rest[1])
    : await runAttacks(Number(first ?? 200), rest[0]);
process.exit(failed === 0 ? 0 : 1);
