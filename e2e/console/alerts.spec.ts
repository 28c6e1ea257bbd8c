import { expectAccessible } from '../fixtures/accessible';
import { expect, test } from '../fixtures/test';
import { enterAsAdmin } from './staff';

const subject = 'sms of-the-browser-test';

test('an admin sees what is open and what has ended, changes a rule, and is told that nobody is told', async ({
  page,
  context,
  db,
  baseURL,
}) => {
  await enterAsAdmin(context, db, baseURL!);
  const text = 'Only 42 % of 50 messages by sms of-the-browser-test went through.';
  const alert = { rule: 'delivery_rate', subject, value: 42, threshold: 90, text };
  const { id } = await db.alert.create({ data: alert });

  await page.goto('/admin/alerts');
  const open = page.getByRole('listitem').filter({ hasText: text });
  await expect(open).toContainText('Delivery rate falls');
  await expect(open).toContainText('Told: here only');
  await expectAccessible(page);

  const rule = page.getByRole('group').filter({ hasText: 'Holds rise' });
  await rule.getByText('Holds rise').click();
  await rule.getByLabel('How many').fill('0');
  await rule.getByRole('button', { name: 'Save rule' }).click();
  await expect(rule.getByText('Type whole numbers')).toBeVisible();
  await rule.getByLabel('How many').fill('500');
  await rule.getByRole('button', { name: 'Save rule' }).click();
  await expect(rule.getByText('The rule is changed.')).toBeVisible();
  expect(await db.alertRule.findMany({ where: { rule: 'holds' } })).toMatchObject([
    { threshold: 500, windowMinutes: 60, enabled: true, ways: ['email', 'webhook', 'slack'] },
  ]);

  await page.getByRole('button', { name: 'Send a test' }).click();
  await expect(page.getByText('Nobody is set to be told')).toBeVisible();

  await db.alert.update({ where: { id }, data: { clearedAt: new Date() } });
  await page.goto('/admin/alerts');
  await expect(page.getByRole('row').filter({ hasText: text })).toContainText('here only');
});
