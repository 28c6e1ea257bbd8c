import { expectNoSidewaysScroll } from '../fixtures/accessible';
import { expect, test } from '../fixtures/test';
import { enterAsAdmin } from './staff';

test.use({ viewport: { width: 375, height: 740 } });

test('no page of the console is wider than a telephone', async ({ page, context, db, customer, baseURL }) => {
  await enterAsAdmin(context, db, baseURL!);
  const paths = ['', '/customers', `/customers/${customer.id}`, '/customers/transfer'];
  for (const path of [...paths, '/deliveries', '/providers', '/guard', '/keys', '/webhooks', '/audit']) {
    expect((await page.goto(`/admin${path}`))?.status(), path).toBe(200);
    await expectNoSidewaysScroll(page);
  }
});
