import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { SlowFilesFirst } from './scripts/slow-files-first';

export default defineConfig({
  resolve: { alias: { '@': fileURLToPath(new URL('.', import.meta.url)).replace(/\/$/, '') } },
  test: {
    environment: 'node',
    include: ['{app,lib,prisma,scripts}/**/*.test.{ts,tsx}', 'e2e/guides/*.test.ts', '*.test.ts'],
    globalSetup: ['lib/db/test-cluster.ts'],
    // Argon2 and PostgreSQL need the cores too.
    maxWorkers: 2,
    sequence: { sequencer: SlowFilesFirst },
    // A second try is told at the end of `npm test`, with what was wrong at the first.
    retry: 1,
    // No test says how fast the machine is: these only end one that hangs.
    testTimeout: 90_000,
    hookTimeout: 120_000,
    // Nothing of the developer's own settings reaches a test.
    env: {
      APP_SECRET: 'only-for-tests-0123456789-abcdefghijklmnop',
      APP_URL: '',
      DATABASE_URL: '',
      TEST_DATABASE_URL: process.env.TEST_DATABASE_URL ?? '',
    },
  },
});
