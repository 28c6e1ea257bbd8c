import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import type { DeliverySettings } from '@/lib/config/delivery-settings';
import { loadDeliverySettings } from '@/lib/config/delivery-settings';
import { DeliveryError } from '../delivery-error';
import type { RenderedMessage } from '../messages/rendered-message';
import { smtp } from './smtp';
import { localhostCertificate } from './stand-ins/localhost-certificate';
import { type SmtpSink, type SmtpSinkOptions, startSmtpSink } from './stand-ins/smtp-sink';

const message: RenderedMessage = {
  deliveryId: '0b8f4a5e-6f0e-4c43-9a43-6a6d2f2f6a01',
  channel: 'email',
  to: 'ada@example.com',
  appName: 'Latchkey',
  locale: 'en',
  subject: 'Your code to sign in',
  text: 'Use this code:\n\n012345\n',
  html: '<p>Use this code: <b>012345</b></p>',
  code: '012345',
  minutes: 10,
};

let sink: SmtpSink | undefined;
afterEach(async () => {
  smtp.close!();
  await sink?.close();
  sink = undefined;
});

const login = { user: 'me@gmail.com', password: 'abcd efgh ijkl mnop' };

function settingsFor(port: number, env: Record<string, string> = {}): DeliverySettings {
  const problems: string[] = [];
  const settings = loadDeliverySettings(
    { EMAIL_HOST: 'localhost', EMAIL_PORT: String(port), DEFAULT_FROM_EMAIL: 'codes@shop.example', ...env },
    problems,
    { loopback: true },
  );
  expect(problems).toEqual([]);
  return { ...settings, smtp: { ...settings.smtp!, certificateAuthority: localhostCertificate } };
}

async function send(
  options: SmtpSinkOptions,
  env: Record<string, string>,
  change: Partial<RenderedMessage> = {},
) {
  sink = await startSmtpSink(options);
  return smtp.send({ ...message, ...change }, settingsFor(sink.port, env), AbortSignal.timeout(5_000));
}

async function failureOf(sending: Promise<unknown>): Promise<DeliveryError> {
  const error = await sending.then(
    () => null,
    (reason) => reason,
  );
  expect(error).toBeInstanceOf(DeliveryError);
  for (const secret of ['012345', 'abcdefghijklmnop', login.password, message.to]) {
    expect(`${error.message} ${error.detail} ${error.stack}`).not.toContain(secret);
  }
  return error;
}

const plain = { EMAIL_USE_TLS: 'False' };
const gmail = { EMAIL_HOST_USER: login.user, EMAIL_HOST_PASSWORD: login.password };

describe('a mail over SMTP', () => {
  test('arrives with both bodies, one recipient and the sender', async () => {
    const receipt = await send({}, plain);
    const mail = await sink!.waitFor('ada@example.com');
    expect(mail.to).toEqual(['ada@example.com']);
    expect(mail.headers).toMatchObject({
      to: 'ada@example.com',
      from: 'Latchkey <codes@shop.example>',
      'message-id': '<0b8f4a5e-6f0e-4c43-9a43-6a6d2f2f6a01@shop.example>',
      'auto-submitted': 'auto-generated',
    });
    expect(mail.text).toContain('012345');
    expect(mail.html).toContain('<b>012345</b>');
    expect(mail.subject).toBe('Your code to sign in');
    expect(receipt).toEqual({ providerMessageId: mail.headers['message-id'], state: 'sent' });
  });

  test('brings the logo that its HTML names along, as an inline part and not as an attachment', async () => {
    const content = Buffer.from('picture');
    await send({}, plain, { logo: { cid: 'logo@brand', type: 'image/png', content } });
    const { raw } = await sink!.waitFor('ada@example.com');
    expect(raw).toMatch(/multipart\/alternative[\s\S]*multipart\/related/);
    expect(raw).toContain('Content-ID: <logo@brand>');
    expect(raw).toContain('Content-Disposition: inline; filename=logo.png');
    expect(raw).toContain(content.toString('base64'));
  });

  test('is encrypted by STARTTLS and logged in with the app password as Google shows it', async () => {
    const { user } = login;
    await send({ tls: 'starttls', login: { user, password: 'abcdefghijklmnop' } }, gmail);
    expect((await sink!.waitFor('ada@example.com')).encrypted).toBe(true);
  });

  test('is encrypted from the first byte where TLS is implicit', async () => {
    await send({ tls: 'implicit' }, { EMAIL_USE_SSL: 'True' });
    expect((await sink!.waitFor('ada@example.com')).encrypted).toBe(true);
  });

  test('shares connections between messages', async () => {
    sink = await startSmtpSink();
    const settings = settingsFor(sink.port, plain);
    for (let turn = 0; turn < 5; turn++) await smtp.send(message, settings, AbortSignal.timeout(5_000));
    const received = sink.messages.map(({ raw }) => raw);
    expect(received).toHaveLength(5);
  });

  test.each([
    'a@b.example\r\nRCPT TO:<x@evil.example>',
    'a@b.example, x@evil.example',
    'Bob <x@evil.example>',
  ])('to %j reaches nobody but that one address, or nobody', async (to) => {
    await send({}, plain, { to }).catch(() => {});
    expect(sink!.messages.flatMap((mail) => mail.to)).not.toContain('x@evil.example');
  });
});

describe('a failure over SMTP', () => {
  test('535 is diagnosed with the remedies for Gmail', async () => {
    const error = await failureOf(send({ tls: 'starttls', login: { user: 'x', password: 'y' } }, gmail));
    expect(error).toMatchObject({ kind: 'auth_failed', vendorCode: '535 5.7.8' });
    expect(error.detail).toMatch(/2-Step Verification.*app password.*EMAIL_HOST_USER/);
  });

  test('a server that offers AUTH only when encrypted is diagnosed as AUTH not supported', async () => {
    const error = await failureOf(send({ tls: 'starttls', login }, { ...gmail, ...plain }));
    expect(error.kind).toBe('auth_failed');
    expect(error.detail).toMatch(/AUTH is not supported.*EMAIL_USE_TLS=True/);
  });

  test('a server without STARTTLS is refused while encryption is demanded', async () => {
    const error = await failureOf(send({ tls: 'none' }, {}));
    expect(error).toMatchObject({ kind: 'unavailable' });
    expect(error.detail).toMatch(/EMAIL_USE_TLS=False/);
    expect(sink!.messages).toHaveLength(0);
  });

  test('a certificate that nobody vouches for is refused', async () => {
    sink = await startSmtpSink({ tls: 'starttls' });
    const settings = settingsFor(sink.port);
    settings.smtp!.certificateAuthority = null;
    const error = await failureOf(smtp.send(message, settings, AbortSignal.timeout(5_000)));
    expect(error).toMatchObject({ kind: 'unavailable' });
    expect(error.detail).toMatch(/EMAIL_CA_FILE/);
  });

  test.each([
    ['rcpt', '550 5.1.1 <ada@example.com>: user unknown', 'invalid_address', '550 5.1.1'],
    ['rcpt', '550 No such user here', 'invalid_address', '550'],
    ['rcpt', '450 4.2.0 Greylisted, try again', 'unavailable', '450 4.2.0'],
    ['rcpt', '452 4.2.2 Mailbox full', 'unavailable', '452 4.2.2'],
    ['rcpt', '554 5.7.1 <ada@example.com>: Relay access denied', 'auth_failed', '554 5.7.1'],
    ['rcpt', '550 relay not permitted', 'auth_failed', '550'],
    ['rcpt', '550 5.7.54 SMTP; Unable to relay recipient', 'auth_failed', '550 5.7.54'],
    ['rcpt', '550 5.1.1 <throttling.failure@example.com>: unknown', 'invalid_address', '550 5.1.1'],
    [
      'mail',
      '553 5.7.1 <codes@shop.example>: Sender address rejected: not owned',
      'auth_failed',
      '553 5.7.1',
    ],
    ['mail', '501 5.1.7 Bad sender address syntax', 'auth_failed', '501 5.1.7'],
    ['data', '550 The from address does not match a verified Sender Identity', 'auth_failed', '550'],
    ['data', '554 Message rejected: Email address is not verified', 'rejected', '554'],
    ['data', '454 Throttling failure: Maximum sending rate exceeded', 'rate_limited', '454'],
    ['data', '451 Maximum credits exceeded', 'rate_limited', '451'],
    ['data', '550 5.7.26 Unauthenticated email is not accepted: 012345', 'rejected', '550 5.7.26'],
    ['data', '550 5.4.5 Daily user sending limit exceeded', 'rate_limited', '550 5.4.5'],
    ['data', '451 4.7.0 Temporary server error', 'rate_limited', '451 4.7.0'],
    ['data', '552 5.2.2 Mailbox full', 'rejected', '552 5.2.2'],
  ] as const)('at %s: %s is %s', async (stage, reply, kind, vendorCode) => {
    const refuse: SmtpSinkOptions['refuse'] = (at) => (at === stage ? reply : null);
    const error = await failureOf(send({ refuse }, plain));
    expect(error).toMatchObject({ kind, vendorCode });
  });

  test('nobody listening is unavailable', async () => {
    sink = await startSmtpSink();
    const { port } = sink;
    await sink.close();
    sink = undefined;
    const error = await failureOf(smtp.send(message, settingsFor(port, plain), AbortSignal.timeout(5_000)));
    expect(error.kind).toBe('unavailable');
    expect(error.detail).toMatch(/EMAIL_HOST and EMAIL_PORT/);
  });

  test('a server that says nothing is a timeout when the caller gives up', async () => {
    const silent = createServer().listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    const error = await failureOf(smtp.send(message, settingsFor(port, plain), AbortSignal.timeout(300)));
    expect(error.kind).toBe('timeout');
    silent.close();
  });
});
