import { join } from 'node:path';
import { enterAsAdmin } from '../console/staff';
import { projectDir } from '../fixtures/run';
import { test } from '../fixtures/test';
import { fillConsole } from './fill-console';

// `SCREENSHOTS=1 npx playwright test pictures/console` writes docs/screenshots/console.

const pages = {
  overview: '/admin?range=week',
  customers: '/admin/customers',
  deliveries: '/admin/deliveries',
  providers: '/admin/providers',
  guard: '/admin/guard',
  keys: '/admin/keys',
  webhooks: '/admin/webhooks',
  alerts: '/admin/alerts',
  audit: '/admin/audit',
  policy: '/admin/policy',
};

test.use({ viewport: { width: 1440, height: 900 }, colorScheme: 'light' });

test('the pages of the console', async ({ page, context, db, run, baseURL }) => {
  const { customerId, deliveryId } = await fillConsole(db, run.databaseUrl);
  await enterAsAdmin(context, db, baseURL!);
  const all = {
    ...pages,
    customer: `/admin/customers/${customerId}`,
    delivery: `/admin/deliveries/${deliveryId}`,
  };
  for (const [picture, path] of Object.entries(all)) {
    await page.goto(path);
    await page.screenshot({
      path: join(projectDir, `docs/screenshots/console/${picture}.png`),
      animations: 'disabled',
      // As far as the charts go; all pages as one screen shows them.
      ...(picture === 'overview' ? { fullPage: true, clip: { x: 0, y: 0, width: 1440, height: 1480 } } : {}),
    });
  }
});
