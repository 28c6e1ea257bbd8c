import { runCommand } from './run-command.mjs';

/** `npm run admin -- key create NAME` and the like; without words it lists them. */
await runCommand(() => import('./admin-command.ts'));
