import { runCommand } from './run-command.mjs';

/** `npm run seed`: a few demo customers; a second run changes nothing. */
await runCommand(() => import('./seed-command.ts'));
