import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * Those that take longest. One that begins last keeps a single core busy at the end; a fresh clone knows no durations yet,
 * and Vitest then goes by size.
 */
const slowest = [
  'e2e/guides/guides.test.ts',
  'scripts/doctor.test.ts',
  'lib/delivery/fail-over.test.ts',
  'lib/db/embedded-postgres.test.ts',
  'lib/db/redis.test.ts',
  'lib/flows/silence.test.ts',
  'scripts/backup.test.ts',
];

class SlowestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const rank = ({ moduleId, project }: TestSpecification) => {
      const place = slowest.indexOf(relative(project.config.root, moduleId));
      return place < 0 ? slowest.length : place;
    };
    return sorted.sort((one, other) => rank(one) - rank(other));
  }
}

export default defineConfig({
  resolve: { alias: { '@': fileURLToPath(new URL('.', import.meta.url)).replace(/\/$/, '') } },
  test: {
    environment: 'node',
    include: ['{app,lib,prisma,scripts}/**/*.test.{ts,tsx}', 'e2e/guides/*.test.ts', '*.test.ts'],
    globalSetup: ['lib/db/test-cluster.ts'],
    // For two cores: half of the time a test waits, for PostgreSQL, a vendor or a lease.
    maxWorkers: 3,
    sequence: { sequencer: SlowestFirst },
    // A second try is told at the end of `npm test`, with what was wrong at the first.
    retry: 1,
    // No test says how fast the machine is: these only end one that hangs.
    testTimeout: 90_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 20_000 } },
    // Nothing of the developer's own settings reaches a test.
    env: {
      APP_SECRET: 'only-for-tests-0123456789-abcdefghijklmnop',
      APP_URL: '',
      DATABASE_URL: '',
      TEST_DATABASE_URL: process.env.TEST_DATABASE_URL ?? '',
    },
  },
});
