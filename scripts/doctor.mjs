import { runCommand } from './run-command.mjs';

// What a machine reads is alone on standard output.
if (process.argv.includes('--json')) console.log = console.error;

/** `npm run doctor`: looks at the settings and then at the world; `-- --send you@example.com` sends a real code. */
await runCommand(() => import('./doctor-command.ts'));
