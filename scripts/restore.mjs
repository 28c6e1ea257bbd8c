import { runCommand } from './run-command.mjs';

/** `npm run restore -- FILE`: puts a backup in the place of the embedded database, which is kept aside. */
await runCommand(() => import('./restore-command.ts'));
