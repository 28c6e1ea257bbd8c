import { runCommand } from './run-command.mjs';

/** `npm run backup`, `npm run backup -- FILE`: the embedded database in one file, while the app runs or not. */
await runCommand(() => import('./backup-command.ts'));
