import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pickFreePort } from '@/lib/db/postmaster';
import { createMigratedDatabase } from '../fixtures/database';
import { readRun, runDir } from '../fixtures/run';
import { startServer } from '../fixtures/server';
import { test as base } from '../fixtures/test';

export const demoLogo =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 30"><rect width="90" height="30" rx="6" fill="#222"/></svg>';
export const demoLog = (parallelIndex: number) => join(runDir, `demo-${parallelIndex}.log`);

/**
 * A server as a newcomer gets it: no provider is set, and the messages are in /inbox. The newcomer has tried a brand, in a
 * colour that cannot be read on white.
 */
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
        BRAND_ACCENT: '#ffcc00',
        BRAND_LOGO: join(runDir, `logo-${parallelIndex}.svg`),
      };
      writeFileSync(settings.BRAND_LOGO, demoLogo);
      const server = await startServer(baseUrl, settings, demoLog(parallelIndex));
      await use({ ...readRun(), baseUrl, databaseUrl });
      await server.stop();
    },
    { scope: 'worker', timeout: 60_000 },
  ],
});
