import { expect, test } from '../fixtures/test';
import { enterAsAdmin } from './staff';

// What the browser itself notes of a call that came to nothing.
test.use({ expectedFaults: [/ERR_INTERNET_DISCONNECTED/] });

test('numbers that are no longer renewed say so, until they are again', async ({
  page,
  context,
  db,
  baseURL,
}) => {
  await enterAsAdmin(context, db, baseURL!);
  await page.clock.install();
  await page.goto('/admin');
  const numbers = page.getByRole('region', { name: 'Now' });
  await expect(numbers).toContainText('Last 5 minutes');
  await expect(numbers).not.toContainText('Not renewed');
  await context.setOffline(true);
  await expect(async () => {
    await page.clock.fastForward(6_000);
    await expect(numbers).toContainText('Not renewed: no answer', { timeout: 500 });
  }).toPass();
  await context.setOffline(false);
  await expect(async () => {
    await page.clock.fastForward(21_000);
    await expect(numbers).not.toContainText('Not renewed', { timeout: 500 });
  }).toPass();
});
