import { runCommand } from './run-command.mjs';

/**
 * `npm run bench`: everything beside better-auth on Next, then pages and memory; `-- quick`: a small comparison. The other
 * names measure one part. All print the figures of docs/benchmarks.md as Markdown.
 */
const parts = {
  all: async () => ({
    run: async () => {
      await (await import('../bench/compare/run.ts')).run();
      await (await import('../bench/part-one.ts')).run();
    },
  }),
  quick: async () => ({ run: async () => (await import('../bench/compare/run.ts')).run('quick') }),
  peers: () => import('../bench/compare/run.ts'),
  pages: () => import('../bench/part-one.ts'),
  api: () => import('../bench/api.ts'),
  session: () => import('../bench/session.ts'),
  outbox: () => import('../bench/outbox.ts'),
  growth: () => import('../bench/compare/growth.ts'),
  limits: () => import('../bench/limits.ts'),
  console: () => import('../bench/console.ts'),
  felt: () => import('../bench/felt.ts'),
};

const part = process.argv[2] ?? 'all';
if (!Object.hasOwn(parts, part)) {
  console.error(`There is no "${part}" to measure. Choose from: ${Object.keys(parts).join(', ')}.`);
  process.exit(1);
}
await runCommand(parts[part]);
