import { afterAll, expect, test } from 'vitest';
import { loadDeliverySettings } from '@/lib/config/delivery-settings';
import type { DeliveryError } from '../delivery-error';
import { smtp } from './smtp';
import { startExim } from './stand-ins/exim-server';
import { localhostCertificate } from './stand-ins/localhost-certificate';
import { smsMessage } from './stand-ins/message-fixture';

const login = { user: 'latchkey', password: 'a pass/word=1' };
const server = await startExim(login);
if (typeof server === 'string') console.log(`The tests against a real mail server are skipped: ${server}.`);
const real = test.skipIf(typeof server === 'string');
const exim = typeof server === 'string' ? null! : server;

afterAll(async () => {
  smtp.close!();
  await exim?.close();
});

function settingsFor(change: Record<string, string> = {}) {
  const problems: string[] = [];
  const settings = loadDeliverySettings(
    {
      ...{
        EMAIL_HOST: '127.0.0.1',
        EMAIL_PORT: String(exim.port),
        DEFAULT_FROM_EMAIL: 'The Shop <login@example.com>',
      },
      ...{ EMAIL_HOST_USER: login.user, EMAIL_HOST_PASSWORD: login.password, ...change },
    },
    problems,
    { loopback: true },
  );
  expect(problems).toEqual([]);
  settings.smtp!.certificateAuthority = localhostCertificate;
  return settings;
}

const send = (change: Record<string, string> = {}, to = 'ada@example.com') =>
  smtp.send(
    smsMessage({ channel: 'email', to, subject: 'Your code' }),
    settingsFor(change),
    AbortSignal.timeout(10_000),
  );

const failureOf = (sending: Promise<unknown>) =>
  sending.then(
    () => Promise.reject(new Error('it was sent')),
    (error: DeliveryError) => error,
  );

real('a mail goes out over STARTTLS with a login, and arrives whole', async () => {
  const receipt = await send();
  expect(receipt.state).toBe('sent');
  await expect.poll(() => exim.readMailbox(), { timeout: 10_000 }).toContain(receipt.providerMessageId);
  const mailbox = exim.readMailbox();
  expect(mailbox).toMatch(/with esmtpsa/);
  expect(mailbox).toMatch(/^To: ada@example\.com$/m);
  expect(mailbox).toMatch(/^From: The Shop <login@example\.com>$/m);
  expect(mailbox).toContain('012345');
  expect(exim.readLog()).toMatch(/A=plain:latchkey/);
});

real('a wrong password is a refused login', async () => {
  const error = await failureOf(send({ EMAIL_HOST_PASSWORD: 'wrong-password' }));
  expect(error).toMatchObject({ kind: 'auth_failed', vendorCode: expect.stringContaining('535') });
  expect(error.message).not.toContain('wrong-password');
});

real('without TLS it offers no login, and the remedy says so', async () => {
  const error = await failureOf(send({ EMAIL_USE_TLS: 'False' }));
  expect(error.kind).toBe('auth_failed');
  expect(error.detail).toMatch(/EMAIL_USE_TLS=True/);
});

real('an unknown mailbox is an invalid address', async () => {
  const error = await failureOf(send({}, 'nobody@example.com'));
  expect(error).toMatchObject({ kind: 'invalid_address', suppress: 'bounced' });
});

real('asked without sending, it knows the login', async () => {
  const probe = await smtp.probe!(settingsFor(), AbortSignal.timeout(10_000));
  expect(probe.text).toMatch(/STARTTLS and takes the login/);
  const error = await failureOf(
    smtp.probe!(settingsFor({ EMAIL_USE_TLS: 'False' }), AbortSignal.timeout(10_000)),
  );
  expect(error.detail).toMatch(/AUTH is not supported/);
});
