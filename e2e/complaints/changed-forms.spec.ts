import { wordsOf } from '@/lib/words/words';
import { Browser, type Form } from '../attacks/browser';
import { expectAccessible, expectNoSidewaysScroll } from '../fixtures/accessible';
import { expect, randomClientAddress, test } from '../fixtures/test';

/** The descriptor of the action, as React writes it: `{"id":"…","bound":"$@1"}`. */
const descriptor = (form: Form) => form.hidden.find(([name]) => /^\$ACTION_\w+:0$/.test(name))!;
const typed = { identifier: 'nobody@example.com', password: 'wrong', method: 'password' };

const changes: [what: string, change: (value: string) => string, status: number][] = [
  ['has no arguments', (value) => value.replace('"bound"', '"Bound"'), 400],
  ['has a text for its arguments', (value) => value.replace('$@1', 'A@1'), 400],
  ['has arguments that are not there', (value) => value.replace('$@1', '$@A'), 400],
  ['is no JSON', (value) => value.slice(0, -1), 400],
  ['is empty', () => '', 400],
  ['names an action of another version', (value) => value.replace(/"id":"(..)...../, '"id":"$100000'), 409],
];

test.describe('a form without JavaScript whose hidden field', () => {
  for (const [what, change, status] of changes) {
    test(`${what} gets a page that says so, and no fault of ours`, async ({ baseURL }) => {
      const browser = new Browser(baseURL!);
      browser.clientAddress = randomClientAddress();
      const form = await browser.openForm('/login', 'identifier');
      const [name, value] = descriptor(form);
      const headers = { 'accept-language': 'de', 'accept-encoding': 'gzip, br' };
      const answer = await browser.post(form, { ...typed, [name]: change(value) }, headers);
      expect(answer.status).toBe(status);
      expect(answer.body).toContain('<html lang="de"');
      expect(answer.body).toContain(`>${wordsOf('de').unreadableForm.title}</h1>`);
      expect(new Map(answer.headers).get('content-length')).toBe(String(Buffer.byteLength(answer.body)));
      // As it came, the form is read.
      expect((await browser.post(form, typed)).status).toBe(200);
    });
  }
});

test.describe(() => {
  // The browser notes the status. A script that the page's policy forbids would be another fault.
  test.use({
    javaScriptEnabled: true,
    expectedFaults: [/status of 400/],
    viewport: { width: 375, height: 740 },
  });

  test('the page of an unreadable form leads back to where the form stands', async ({ page }) => {
    await page.goto('/login?next=%2Faccount');
    await page.evaluate(() => {
      const form = document.createElement('form');
      form.method = 'post';
      form.enctype = 'multipart/form-data';
      document.body.append(form);
      form.submit();
    });
    const { unreadableForm: words } = wordsOf('en');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(words.title);
    await expect(page).toHaveTitle(new RegExp(words.title));
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
    await page.getByRole('link', { name: words.again }).click();
    await expect(page.getByLabel('Email or phone')).toBeVisible();
    expect(new URL(page.url()).search).toBe('?next=%2Faccount');
  });
});
