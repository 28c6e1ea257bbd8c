import { languageFacts, languages } from '@/lib/words/languages';
import { sentence } from '@/lib/words/sentence';
import { wordsOf } from '@/lib/words/words';
import { expectNoSidewaysScroll } from '../fixtures/accessible';
import { expect, test } from '../fixtures/test';

test.describe(() => {
  test.use({ viewport: { width: 375, height: 740 }, expectedFaults: [/no-such-page/] });
  test.slow();

  for (const language of languages) {
    test(`the prerendered pages fit a telephone in ${language}`, { tag: '@javascript' }, async ({
      page,
      context,
      baseURL,
    }) => {
      await context.addCookies([{ name: 'latchkey.language', value: language, url: baseURL! }]);
      for (const path of ['/', '/login', '/register', '/forgot-password', '/no-such-page']) {
        await page.goto(path);
        const html = page.locator('html');
        await expect(html).toHaveAttribute('lang', language);
        await expect(html).toHaveAttribute('dir', languageFacts[language].direction);
        await expectNoSidewaysScroll(page);
        // What is cut off, or sticks out of the window, cannot be pressed or read.
        const cut = await page.locator('button, summary, a, h1, label, input').evaluateAll((elements) =>
          elements
            .filter((element) => element.checkVisibility())
            .filter((element) => {
              const { left, right } = element.getBoundingClientRect();
              const isCut = element.matches('button') && element.scrollWidth > element.clientWidth + 1;
              return isCut || left < -1 || right > innerWidth + 1;
            })
            .map((element) => element.outerHTML.slice(0, 200)),
        );
        expect(cut, `${path} in ${language}`).toEqual([]);
      }
    });
  }
});

test('the menu changes the language of the pages, and of what is wrong with a form', async ({ page }) => {
  await page.goto('/login');
  await page.locator('summary').click();
  await page.getByRole('button', { name: 'Deutsch' }).click();
  await expect(page).toHaveURL((url) => url.pathname === '/login');
  await expect(page.locator('html')).toHaveAttribute('lang', 'de');
  const { login } = wordsOf('de');
  await page.getByRole('button', { name: login.sendCode }).click();
  await expect(page.getByRole('main')).toContainText(sentence('de', 'empty'));
  await page.getByLabel(login.identifier).fill('no address');
  await page.getByRole('button', { name: login.sendCode }).click();
  await expect(page.getByRole('main')).toContainText(sentence('de', 'unrecognised'));
});

test('the pages of an account fit a telephone in every language, and write dates and numbers its way', {
  tag: '@javascript',
}, async ({ site, customer, context, baseURL, db }) => {
  test.slow();
  const { page } = site;
  await page.setViewportSize({ width: 375, height: 740 });
  await site.signInByPassword(customer.email, customer.password);
  const at = new Date(Date.UTC(2026, 2, 5, 14, 7));
  const { count } = await db.session.updateMany({
    where: { userId: customer.id },
    data: { createdAt: at, clientAddress: '2001:db8::7' },
  });
  expect(count).toBe(1);
  const ending = customer.phone.slice(-3);
  for (const language of languages) {
    const { format } = languageFacts[language];
    await context.addCookies([{ name: 'latchkey.language', value: language, url: baseURL! }]);
    for (const path of ['/account', '/account/security', '/account/activity']) {
      await page.goto(path);
      await expect(page.locator('html')).toHaveAttribute('lang', language);
      await expectNoSidewaysScroll(page);
    }
    await page.goto('/account');
    const time = new Intl.DateTimeFormat(format, {
      dateStyle: 'medium',
      timeStyle: 'short',
      timeZone: 'UTC',
    });
    await expect(page.locator('time').first()).toHaveText(`${time.format(at)} UTC`);
    // Both keep their order, also between words that run from right to left.
    const phone = page.locator('bdi', { hasText: `+91 ••••• ••${ending}` }).last();
    expect(await phone.evaluate((element) => getComputedStyle(element).direction)).toBe('ltr');
    await expect(page.getByRole('main')).toContainText('\u20662001:db8::7\u2069');
  }
});

test('an account keeps its language, and shows it to nobody who has not signed in', async ({
  site,
  customer,
  db,
  openOtherBrowser,
}) => {
  await site.signInByPassword(customer.email, customer.password);
  await site.page.locator('summary').click();
  await site.page.getByRole('button', { name: 'Français' }).click();
  await expect(site.page.locator('html')).toHaveAttribute('lang', 'fr');
  const { locale } = await db.user.findUniqueOrThrow({ where: { id: customer.id } });
  expect(locale).toBe('fr');

  const other = await openOtherBrowser();
  const html = other.page.locator('html');
  await other.startSignIn(customer.email);
  await expect(html).toHaveAttribute('lang', 'en');
  await other.startReset(customer.email);
  await expect(html).toHaveAttribute('lang', 'en');
  await other.signInByPassword(customer.email, customer.password);
  await expect(html).toHaveAttribute('lang', 'fr');
});
