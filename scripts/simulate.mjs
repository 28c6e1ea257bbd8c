import { runCommand } from './run-command.mjs';

/** `npm run simulate -- pumping`: shows the pumping guard at work, on a database of its own. */
await runCommand(() => import('./simulate-command.ts'));
