import { expect, test } from '../fixtures/test';

test('a customer signs out and is out', async ({ site, customer }) => {
  await site.signInByPassword(customer.email, customer.password);
  await site.signOut();
  await site.account.open();
  await site.login.expectOpen();
});

test('the session ends on the server: its cookie opens nothing afterwards', async ({
  site,
  customer,
  context,
}) => {
  await site.signInByPassword(customer.email, customer.password);
  const cookies = await context.cookies();
  await site.signOut();
  await context.clearCookies();
  await context.addCookies(cookies);
  await site.account.open();
  await site.login.expectOpen();
});

test('a signed-in page is not shown again by the back button', async ({ site, customer }) => {
  await site.signInByPassword(customer.email, customer.password);
  await site.signOut();
  await site.page.goBack();
  await expect(site.account.main).not.toContainText(customer.name);
});

test('a signed-in page that a browser kept in memory is asked for again', { tag: '@javascript' }, async ({
  site,
  customer,
  context,
}) => {
  await site.signInByPassword(customer.email, customer.password);
  await context.clearCookies();
  // As Safari and Firefox come back to a page; before the page's scripts are there, nobody hears it.
  await expect(async () => {
    await site.page.evaluate(() => dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })));
    await expect(site.page).toHaveURL((url) => url.pathname === site.login.path, { timeout: 3_000 });
  }).toPass();
});
