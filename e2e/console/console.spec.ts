import { randomBytes } from 'node:crypto';
import type { Page } from '@playwright/test';
import { expectAccessible } from '../fixtures/accessible';
import { expect, test } from '../fixtures/test';
import { enterAsAdmin, signInAs } from './staff';

const hostile = '"><img src=x onerror="window.hurt=1"><script>window.hurt=1</script>\u202Egnp.exe {{7*7}}';

// The browser notes a page that is not there.
test.use({ expectedFaults: [/status of 404 .*\/admin\/customers\//] });

test.beforeEach(async ({ context, db, baseURL }) => {
  await enterAsAdmin(context, db, baseURL!);
});

async function expectUnhurt(page: Page): Promise<void> {
  expect(await page.evaluate(() => (window as unknown as { hurt?: number }).hurt)).toBeUndefined();
  expect(await page.locator('main img, main script').count()).toBe(0);
}

test('staff finds a customer by a part of the address and ends a hold', async ({ page, customer, db }) => {
  await db.hold.create({
    data: {
      subject: `user:${customer.id}`,
      failures: 10,
      total: 10,
      heldUntil: new Date(Date.now() + 600_000),
    },
  });
  await page.goto('/admin/customers');
  await page.getByLabel('Name, or a part of an email or phone').fill(customer.phone.slice(-8));
  await page.getByRole('button', { name: 'Search' }).click();
  await page.getByRole('link', { name: customer.name }).click();
  await expect(page.getByText('Held', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'End the hold' }).click();
  await expect(page.getByText('Done. It is in the audit log.')).toBeVisible();
  await expect(page.getByText('Held', { exact: true })).toBeHidden();
  expect(await db.hold.count({ where: { subject: `user:${customer.id}` } })).toBe(0);
  await expect(page.locator('main')).not.toContainText(customer.email);
});

test('the full address is shown for a reason only, and the reason is in the log', async ({
  page,
  customer,
}) => {
  await page.goto(`/admin/customers/${customer.id}`);
  await page.getByRole('button', { name: 'Show addresses' }).click();
  await expect(page.getByText('Say in a few words why you need to see it.')).toBeVisible();
  await page.getByLabel('Why you need the full addresses').fill('They called us');
  await page.getByRole('button', { name: 'Show addresses' }).click();
  await expect(page.locator('main')).toContainText(customer.email);
  // Not a reload: without scripts that would send the form again.
  await page.goto(`/admin/customers/${customer.id}`);
  await expect(page.locator('main')).not.toContainText(customer.email);
  await expect(page.locator('main')).toContainText('because: They called us');
});

test('what customers, vendors and browsers write is text wherever the console shows it', async ({
  page,
  db,
}) => {
  const { id } = await signInAs(db, 'customer', { factor: false });
  await db.user.update({ where: { id }, data: { name: hostile, customerType: hostile } });
  await db.session.updateMany({
    where: { userId: id },
    data: { userAgent: hostile, clientAddress: hostile },
  });
  const delivery = await db.delivery.create({
    data: {
      userId: id,
      template: 'password_changed',
      channel: 'email',
      address: 'nobody@example.com',
      state: 'failed',
      failureKind: 'rejected',
      failureDetail: hostile,
      provider: hostile,
      attempts: {
        create: {
          provider: hostile,
          channel: 'email',
          outcome: 'failed',
          failureKind: 'rejected',
          vendorCode: hostile,
          detail: hostile,
          providerMessageId: hostile,
        },
      },
    },
  });
  await db.auditEvent.create({
    data: {
      type: 'admin_action',
      userId: id,
      actor: hostile,
      client: hostile,
      requestId: hostile,
      data: { kind: hostile, why: hostile },
    },
  });
  await db.auditEvent.create({
    data: {
      type: 'guard_decision',
      actor: 'system',
      client: hostile,
      data: { decision: hostile, reasons: [hostile], country: hostile, prefix: hostile, channel: hostile },
    },
  });
  await db.apiKey.create({
    data: {
      name: hostile,
      createdBy: hostile,
      scopes: ['codes'],
      tokenHash: new Uint8Array(randomBytes(32)),
      secretHash: new Uint8Array(32),
    },
  });
  await db.webhookEndpoint.create({
    data: {
      url: hostile,
      events: [hostile],
      keyId: 'k',
      createdBy: hostile,
      disabledAt: new Date(),
      messages: {
        create: {
          ...{ eventId: -1n, type: hostile, data: {}, occurredAt: new Date() },
          state: 'failed',
          lastError: hostile,
        },
      },
    },
  });
  const paths = [
    '/admin',
    '/admin/customers',
    `/admin/customers/${id}`,
    '/admin/deliveries',
    `/admin/deliveries/${delivery.id}`,
    '/admin/providers',
    '/admin/guard',
    '/admin/keys',
    '/admin/webhooks',
    '/admin/audit',
  ];
  for (const path of paths) {
    expect((await page.goto(path))?.status()).toBe(200);
    await expectUnhurt(page);
  }
  await page.goto(`/admin/customers/${id}`);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('<script>');
});

test.describe('hostile filters', () => {
  // One of the paths is no page.
  test.use({ expectedFaults: [/404/] });

  test('are no filters', async ({ page }) => {
    const odd = encodeURIComponent(hostile);
    const paths = [
      `/admin?range=${odd}&purpose=${odd}&channel[]=x&provider=twilio&provider=smtp&country=%2B91'--`,
      `/admin/customers?q=${odd}&type=${odd}&role=boss&since=9999-99-99&after=x`,
      '/admin/customers?q=%00%00%25%25%25',
      `/admin/deliveries?state=decoy&before=${odd}`,
      `/admin/audit?type=x&customer=1&before=99999999999999999999&from=${odd}&actor=${odd}&client=${odd}`,
      `/admin/webhooks?endpoint=${odd}&state=${odd}&before=${odd}`,
      '/admin/webhooks?state=queued&state=failed&before=0000-99-99',
      `/admin/guard?country=${odd}`,
      `/admin/audit/../customers/${odd}`,
    ];
    for (const path of paths) {
      const status = (await page.goto(path))?.status();
      expect([path, status === 200 || status === 404]).toEqual([path, true]);
      await expectUnhurt(page);
    }
  });
});

test('every page of the console can be used by everybody', async ({ page, customer }) => {
  const paths = [
    '/admin',
    '/admin/customers',
    `/admin/customers/${customer.id}`,
    '/admin/customers/transfer',
    '/admin/deliveries',
    '/admin/providers',
    '/admin/guard',
    '/admin/keys',
    '/admin/webhooks',
    '/admin/audit',
  ];
  for (const path of paths) {
    await page.goto(path);
    await expectAccessible(page);
  }
});

test('a CSV file is checked row by row before anything is written', async ({ page, db }) => {
  await page.goto('/admin/customers/transfer');
  const file = {
    name: 'customers.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(`name,email\n${'Asha'},console.import@example.com\nBroken,nonsense\n`),
  };
  await page.getByLabel('CSV file').setInputFiles(file);
  await page.getByRole('button', { name: 'Check only' }).click();
  await expect(page.getByText('2 rows: 1 would be added, 0 known already, 1 with a problem.')).toBeVisible();
  await expect(page.getByText(/Row 3: “nonsense” is no email address/)).toBeVisible();
  expect(await db.user.count({ where: { email: 'console.import@example.com' } })).toBe(0);
});
