import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { expectAccessible } from '../fixtures/accessible';
import { projectDir } from '../fixtures/run';
import { expect, test } from '../fixtures/test';

interface SmsWaiting {
  signal: AbortSignal;
  deliver(credential: { code: string }): void;
}

/** WebOTP, which browsers have on phones only: what the page asks for stays in `smsWaiting`. */
function knowWebOtp(): void {
  // The empty page before it, where nothing is secure.
  if (!globalThis.isSecureContext) return;
  const page = globalThis as unknown as { OTPCredential: unknown; smsWaiting: SmsWaiting[] };
  page.OTPCredential = class {};
  page.smsWaiting = [];
  const get = ({ signal }: { signal: AbortSignal }) =>
    new Promise((deliver) => page.smsWaiting.push({ signal, deliver }));
  Object.defineProperty(navigator.credentials, 'get', { value: get });
}

/** The example as its reader starts it, beside the server. @returns where it is */
async function startExample(latchkeyUrl: string): Promise<{ url: string; child: ChildProcess }> {
  const child = spawn(process.execPath, ['examples/phone-verification/serve.mjs'], {
    cwd: projectDir,
    env: { ...process.env, PORT: '0', LATCHKEY_URL: latchkeyUrl },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(child.stdout!, 'data')) as [Buffer];
  return { url: /http:\/\/localhost:\d+/.exec(line.toString())![0], child };
}

// Refusals of the API are lines in the browser's console.
test.use({ expectedFaults: [/status of 400/] });

test('the component of the client proves a number in an application of somebody else @javascript', async ({
  page,
  run,
  phone,
}) => {
  const { url, child } = await startExample(run.baseUrl);
  try {
    const number = `+1202555${String(Date.now() % 10_000).padStart(4, '0')}`;
    await page.addInitScript(knowWebOtp);
    await page.goto(url);
    await expectAccessible(page);
    await page.getByLabel('Phone number').fill('12');
    await page.getByRole('button', { name: 'Send code' }).click();
    await expect(page.getByRole('alert')).not.toBeEmpty();
    await expect(page.getByLabel('Phone number')).toBeFocused();
    await page.getByLabel('Phone number').fill(number);
    await page.getByRole('button', { name: 'Send code' }).click();
    const field = page.getByLabel('Verification code');
    await expect(field).toBeFocused();
    await expect(field).toHaveAttribute('autocomplete', 'one-time-code');
    await expect(page.getByRole('button', { name: 'Resend code' })).toHaveAttribute('aria-disabled', 'true');
    await expectAccessible(page);
    const code = await phone.waitForCode(number);
    await field.fill(code.slice(0, -1) + ((Number(code.at(-1)) + 1) % 10));
    await page.getByRole('button', { name: 'Verify' }).click();
    await expect(page.getByRole('alert')).toContainText('4 attempts left');
    await field.fill(`${code.slice(0, 3)} ${code.slice(3)}`);
    await page.evaluate((received) => {
      (globalThis as unknown as { smsWaiting: SmsWaiting[] }).smsWaiting[0]!.deliver({ code: received });
    }, code);
    await expect(field).toHaveValue(code);
    await page.getByRole('button', { name: 'Verify' }).click();
    await expect(page.getByRole('status')).toHaveText('Your number is verified.');
    const waited = await page.evaluate(() =>
      (globalThis as unknown as { smsWaiting: SmsWaiting[] }).smsWaiting.map(({ signal }) => signal.aborted),
    );
    expect(waited).toEqual([true]);
    await expect(page.locator('body')).toHaveAttribute('data-grant', /.{40,}/);
  } finally {
    child.kill('SIGTERM');
  }
});
