import { runCommand } from './run-command.mjs';

/** `npm run bench`, `npm run bench -- outbox` or `-- console`: measures and prints the figures of docs/benchmarks.md as Markdown. */
const parts = {
  pages: () => import('../bench/part-one.ts'),
  outbox: () => import('../bench/outbox.ts'),
  console: () => import('../bench/console.ts'),
};

const part = process.argv[2] ?? 'pages';
if (!Object.hasOwn(parts, part)) {
  console.error(`There is no "${part}" to measure. Choose from: ${Object.keys(parts).join(', ')}.`);
  process.exit(1);
}
await runCommand(parts[part]);
