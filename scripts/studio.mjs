import { runCommand } from './run-command.mjs';

/** `npm run studio`: Prisma Studio on the database that the app uses, whether the app runs or not. */
await runCommand(() => import('./studio-command.ts'));
