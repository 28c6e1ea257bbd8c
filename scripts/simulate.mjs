import { runCommand } from './run-command.mjs';

/** `npm run simulate -- pumping` shows the pumping guard at work; `-- traffic` fills a database for pictures and measurements. */
await runCommand(() => import('./simulate-command.ts'));
