import { join } from 'node:path';
import { pickFreePort } from '@/lib/db/postmaster';
import { createMigratedDatabase } from '../fixtures/database';
import { readRun, runDir } from '../fixtures/run';
import { startServer } from '../fixtures/server';
import { test as base } from '../fixtures/test';

/** A server as a newcomer gets it: no provider is set, and the messages are in /inbox. */
export const test = base.extend<object, object>({
  run: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the dependencies off this pattern.
    async ({}, use, { parallelIndex }) => {
      const databaseUrl = await createMigratedDatabase(
        readRun().databaseUrl,
        `browser_demo_${parallelIndex}`,
      );
      const port = await pickFreePort();
      const baseUrl = `http://localhost:${port}`;
      const settings = {
        PORT: String(port),
        APP_URL: baseUrl,
        DATABASE_URL: databaseUrl,
        DEFAULT_PHONE_REGION: 'IN',
        TRUSTED_PROXIES: '127.0.0.1,::1',
      };
      const server = await startServer(baseUrl, settings, join(runDir, `demo-${parallelIndex}.log`));
      await use({ ...readRun(), baseUrl, databaseUrl });
      await server.stop();
    },
    { scope: 'worker', timeout: 60_000 },
  ],
});
