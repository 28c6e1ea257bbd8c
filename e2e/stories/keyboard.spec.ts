import type { Locator, Page } from '@playwright/test';
import { Announcements } from '../fixtures/announcements';
import { randomPassword } from '../fixtures/customer';
import { expect, test } from '../fixtures/test';
import { SecondFactorPage } from '../pages/second-factor-page';

/** Moves on with the Tab key alone, as somebody does who has no mouse. */
async function tabTo(target: Locator): Promise<void> {
  for (let presses = 0; presses < 25; presses += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await target.page().keyboard.press('Tab');
  }
  throw new Error(`The Tab key does not reach ${target}.`);
}

/** From then on forms are sent without leaving the page. React notes its properties on what it has taken over. */
async function waitForScripts(page: Page): Promise<void> {
  const form = page.locator('main form').first();
  const isTaken = (element: Element) => Object.keys(element).some((key) => key.startsWith('__reactProps'));
  await expect.poll(() => form.evaluate(isTaken)).toBe(true);
}

test('a password is reset with the keyboard alone', async ({ site, customer, mailbox }) => {
  const { keyboard } = site.page;
  const password = randomPassword();
  await site.forgotPassword.open();
  await tabTo(site.forgotPassword.address);
  await keyboard.type(customer.email);
  await keyboard.press('Enter');
  await site.chooseMethod.expectOpen();
  await tabTo(site.chooseMethod.method('Email'));
  await keyboard.press('Space');
  await expect(site.chooseMethod.method('Email')).toBeChecked();
  await tabTo(site.chooseMethod.sendButton);
  await keyboard.press('Enter');
  await site.verify.expectOpen();
  await tabTo(site.verify.code);
  await keyboard.type(await mailbox.waitForCode(customer.email));
  await keyboard.press('Enter');
  await site.resetPassword.expectOpen();
  await tabTo(site.resetPassword.newPassword);
  await keyboard.type(password);
  await tabTo(site.resetPassword.confirmPassword);
  await keyboard.type(password);
  await tabTo(site.resetPassword.setButton);
  await keyboard.press('Space');
  await site.login.expectOpen();
});

test('what has the focus can be seen, also in forced colours', { tag: '@javascript' }, async ({ site }) => {
  const { page } = site;
  for (const forcedColors of ['none', 'active'] as const) {
    await page.emulateMedia({ forcedColors });
    await site.login.open();
    await page.keyboard.press('Tab');
    const stops: string[] = [];
    while ((await page.locator(':focus').count()) > 0 && stops.length < 25) {
      const focused = page.locator(':focus');
      stops.push(await focused.evaluate((element) => element.outerHTML.slice(0, 80)));
      const { outlineStyle, outlineWidth } = await focused.evaluate((element) => getComputedStyle(element));
      expect([stops.at(-1), outlineStyle, Number.parseFloat(outlineWidth) >= 2]).toEqual([
        stops.at(-1),
        'solid',
        true,
      ]);
      await page.keyboard.press('Tab');
    }
    // The mark, two fields, a button and a link in them, two more buttons, a passkey, two links at the foot.
    expect(stops.length).toBeGreaterThanOrEqual(9);
  }
});

test('every answer is announced, and no press throws the focus away', { tag: '@javascript' }, async ({
  site,
  customer,
  mailbox,
  challenges,
}) => {
  const { page, verify } = site;
  const { keyboard } = page;
  const heading = page.getByRole('heading', { level: 1 });
  const heard = await Announcements.listen(page);
  await site.forgotPassword.open();
  await waitForScripts(page);
  await tabTo(site.forgotPassword.address);
  await keyboard.type('nobody');
  await keyboard.press('Enter');
  await expect(site.forgotPassword.alert).toBeVisible();
  await expect(site.forgotPassword.address).toBeFocused();
  await expect(site.forgotPassword.address).toHaveAccessibleDescription(/Type an email/);
  await site.forgotPassword.address.fill(customer.email);
  await keyboard.press('Enter');
  await site.chooseMethod.expectOpen();
  await expect(heading).toBeFocused();
  // In the order in which it is read, with what is tied to what.
  await expect(page.locator('body')).toMatchAriaSnapshot(`
    - banner:
      - link "Latchkey"
    - main:
      - paragraph: Step 2 of 4
      - heading "Where should the code go?" [level=1]
      - text: We only send to an address that is already on file.
      - group "Send the code by":
        - radio "Email" [checked]
        - paragraph: /@/
        - radio "SMS"
        - paragraph: /\\+91/
      - button "Send code"
      - link "Use another email or phone"
    - contentinfo:
      - paragraph: Nobody at Latchkey will ever ask you for a code.
      - group: "Language: English"
  `);
  await tabTo(site.chooseMethod.sendButton);
  await keyboard.press('Enter');
  await verify.expectOpen();
  await expect(heading).toBeFocused();

  const code = await mailbox.waitForCode(customer.email);
  await tabTo(verify.code);
  await keyboard.type(code === '271828' ? '314159' : '271828');
  await keyboard.press('Enter');
  await verify.expectText('4 attempts left.');
  await expect(verify.code).toBeFocused();
  await expect(verify.code).toHaveAttribute('aria-invalid', 'true');
  await expect(verify.code).toHaveAccessibleDescription('The code is not right. 4 attempts left.');
  await expect(verify.main).toMatchAriaSnapshot(`
    - main:
      - paragraph: Step 3 of 4
      - heading "Enter your code" [level=1]
      - text: If there is an account for it, a 6-digit code is on its way to
      - strong: /@/
      - text: /It works for 10 minutes/
      - status: /Sen/
      - text: Verification code
      - textbox "Verification code" [invalid]
      - alert: The code is not right. 4 attempts left.
      - button "Verify"
      - button "Resend code"
      - paragraph:
        - timer: /You can ask for a new code in/
      - link "Send it another way"
  `);

  await challenges.expire(customer.email);
  await challenges.endCoolDown(customer.email);
  await verify.code.fill(code);
  await keyboard.press('Enter');
  await expect(verify.alert).toHaveText('This code has expired.');
  await expect(verify.alert).toBeFocused();
  // The next press of Tab is on the way out: nothing has to be typed again.
  await keyboard.press('Tab');
  await expect(verify.resendButton).toBeFocused();
  await keyboard.press('Enter');
  const sentAgain = page.getByText('We have sent a new code. The old one no longer works.');
  await expect(page.locator(':focus')).toContainText((await sentAgain.textContent())!);
  await keyboard.press('Tab');
  await expect(verify.code).toBeFocused();
  await keyboard.type(await mailbox.waitForCode(customer.email));
  await keyboard.press('Enter');
  await site.resetPassword.expectOpen();
  await expect(heading).toBeFocused();

  const texts = await heard.list();
  for (const said of ['The code is not right. 4 attempts left.', 'This code has expired.']) {
    expect(texts.filter((text) => text === said)).toEqual([said]);
  }
});

test('the second step is passed with the keyboard alone', async ({
  site,
  customer,
  phone,
  db,
  challenges,
}) => {
  const { page } = site;
  const { keyboard } = page;
  const second = new SecondFactorPage(page);
  await db.factor.create({ data: { userId: customer.id, kind: 'sms', confirmedAt: new Date() } });
  await site.login.open();
  await tabTo(site.login.address);
  await keyboard.type(customer.email);
  await tabTo(site.login.password);
  await keyboard.type(customer.password);
  await keyboard.press('Enter');
  await second.expectOpen();
  // Nobody types the first code in time: another one is asked for with one press.
  await phone.waitForCode(customer.phone);
  await challenges.endCoolDown(customer.phone);
  await tabTo(page.getByRole('button', { name: 'Resend code', exact: true }));
  await keyboard.press('Enter');
  await expect(page.getByRole('status').filter({ hasText: 'We have sent a new code.' })).toBeVisible();
  await tabTo(second.messageCode);
  await keyboard.type(await phone.waitForCode(customer.phone));
  await keyboard.press('Enter');
  await site.account.expectOpen();
});
