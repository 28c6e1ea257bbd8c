import { expectAccessible, expectNoSidewaysScroll } from '../fixtures/accessible';
import { expect, test } from '../fixtures/test';

// The pages that no other story looks at on a telephone and with axe.

test.use({ viewport: { width: 375, height: 740 } });

for (const path of ['/docs/api', '/register', '/unlock', '/unlock?t=x', '/undo']) {
  test(`${path} suits a telephone and a screen reader`, async ({ javaScriptEnabled, site }) => {
    expect((await site.page.goto(path))?.status()).toBe(200);
    await expectNoSidewaysScroll(site.page);
    // axe is a script itself.
    if (javaScriptEnabled !== false) await expectAccessible(site.page);
  });
}

test('the pages of somebody who is signed in suit a telephone and a screen reader', async ({
  javaScriptEnabled,
  site,
  customer,
}) => {
  await site.signInByPassword(customer.email, customer.password);
  for (const path of ['/logout', '/account/confirm', '/account/confirm?use=email']) {
    expect((await site.page.goto(path))?.status(), path).toBe(200);
    await expectNoSidewaysScroll(site.page);
    if (javaScriptEnabled !== false) await expectAccessible(site.page);
  }
});

test('fields for names, addresses and codes say which they are', async ({ site, customer }) => {
  const expectAutocomplete = async (label: string, value: RegExp) =>
    expect(site.page.getByLabel(label, { exact: true }), label).toHaveAttribute('autocomplete', value);
  await site.page.goto('/register');
  await expectAutocomplete('Email', /^(email|username)$/);
  await expectAutocomplete('Phone', /^tel$/);
  await expectAutocomplete('Name', /^name$/);
  await expectAutocomplete('Password', /^new-password$/);
  await site.signInByPassword(customer.email, customer.password);
  await site.page.goto('/account/addresses/email');
  await expectAutocomplete('Email', /^email$/);
  await site.page.goto('/account/addresses/phone');
  await expectAutocomplete('Phone', /^tel$/);
  await site.page.goto('/account/confirm');
  await expectAutocomplete('Password', /^current-password$/);
});
