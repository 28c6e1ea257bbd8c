import { runCommand } from './run-command.mjs';

// npm run image: the steps of the Dockerfile, tried without Docker.
await runCommand(() => import('./try-image.ts'));
