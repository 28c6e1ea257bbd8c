import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pickFreePort } from '@/lib/db/postmaster';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { randomNumber } from '@/lib/delivery/delivery-fixture';
import { type SmtpSink, startSmtpSink } from '@/lib/delivery/providers/stand-ins/smtp-sink';
import {
  type StandInFailure,
  standInAccount,
  startTwilioStandIn,
  type TwilioStandIn,
} from '@/lib/delivery/providers/stand-ins/twilio-stand-in';
import { checkDatabase, judgeClock } from './check-database';
import { checkPlace } from './check-place';
import { checkProviders } from './check-providers';
import { checkRedis } from './check-redis';
import { checkSettings } from './check-settings';
import type { Finding } from './finding';
import { sendTrialCode, type Terminal } from './send-trial-code';

// Every row of the troubleshooting tables that customers of five older systems know: its problem is made, and the doctor
// has to name that table's remedy.

const base = { APP_SECRET: 'only-for-tests-0123456789-abcdefghijklmnop' };
const login = { user: 'me@gmail.com', password: 'abcdefghijklmnop' };
let database: TestDatabase;
let twilio: TwilioStandIn;
let mail: SmtpSink;

beforeAll(async () => {
  database = await createTestDatabase();
  twilio = await startTwilioStandIn();
  mail = await startSmtpSink();
  // Read at the first use, which is below.
  Object.assign(process.env, {
    ...{ EMAIL_HOST: '127.0.0.1', EMAIL_PORT: String(mail.port), EMAIL_USE_TLS: 'False' },
    ...{ DEFAULT_FROM_EMAIL: 'login@example.com', ...twilioEnv() },
  });
});
afterAll(async () => {
  await twilio.close();
  await mail.close();
  await database.close();
});

const twilioEnv = () => ({
  TWILIO_ACCOUNT_SID: standInAccount.accountSid,
  TWILIO_AUTH_TOKEN: standInAccount.authToken,
  TWILIO_PHONE_NUMBER: standInAccount.from,
  TWILIO_BASE_URL: twilio.url,
});

/** A person who types nothing, or what `answers` says; what they were told. */
function person(...answers: (string | null)[]): Terminal & { told: string[] } {
  const told: string[] = [];
  return {
    told,
    tell: (line) => void told.push(line),
    ask: (_, signal) =>
      answers.length > 0
        ? Promise.resolve(answers.shift()!)
        : new Promise((resolve) => signal.addEventListener('abort', () => resolve(null), { once: true })),
  };
}

const remedies = (findings: readonly Finding[]) =>
  findings.flatMap(({ mark, text, remedy }) => (mark === 'ok' ? [] : [`${text} ${remedy}`])).join('\n');

async function settingsOf(env: Record<string, string>) {
  const { settings } = checkSettings({ ...base, ...env });
  return settings!;
}

async function probeGmail(options: Parameters<typeof startSmtpSink>[0], env: Record<string, string> = {}) {
  const server = await startSmtpSink(options);
  const findings = await checkProviders(
    await settingsOf({
      ...{ EMAIL_HOST: '127.0.0.1', EMAIL_PORT: String(server.port), EMAIL_USE_TLS: 'False' },
      ...{ EMAIL_HOST_USER: login.user, EMAIL_HOST_PASSWORD: login.password, ...env },
    }),
  );
  await server.close();
  return remedies(findings);
}

async function textTo(number: string, failure?: StandInFailure): Promise<string> {
  if (failure) twilio.failNext(failure);
  return remedies(await sendTrialCode({ db: database.db }, { to: number, terminal: person() }));
}

describe('mail', () => {
  test('535 Username and Password not accepted', async () => {
    const refuse = (stage: string) =>
      stage === 'auth' ? '535 5.7.8 Username and Password not accepted' : null;
    // A server that offers AUTH in clear, so that no certificate stands between.
    const said = await probeGmail(
      { tls: 'implicit', login, refuse },
      { EMAIL_USE_SSL: 'True', ...(await trusted()) },
    );
    expect(said).toMatch(/2-Step Verification.*16-character app password.*EMAIL_HOST_USER/);
  });

  test('SMTP AUTH extension not supported by server', async () => {
    expect(await probeGmail({ tls: 'starttls', login })).toMatch(/AUTH is not supported.*EMAIL_USE_TLS=True/);
  });

  test('e-mails are not sent: nothing is configured', async () => {
    const findings = await checkProviders(await settingsOf({ ...twilioEnv() }));
    expect(remedies(findings)).toMatch(/E-mail is not configured.*EMAIL_HOST/);
  });

  test('e-mails are not sent: half is configured', () => {
    const { findings } = checkSettings({ ...base, EMAIL_HOST_USER: 'me@gmail.com' });
    expect(remedies(findings)).toMatch(/EMAIL_HOST and EMAIL_HOST_PASSWORD/);
  });

  test('the mail was taken, and is not there', async () => {
    const terminal = person();
    const trial = { to: 'nobody@example.com', terminal, slowAfterMs: 1 };
    const ended = sendTrialCode({ db: database.db }, trial);
    await mail.waitFor('nobody@example.com');
    await expect.poll(() => terminal.told.join('\n')).toMatch(/spam folder.*SPF, DKIM, DMARC/s);
    await database.db.otp.updateMany({ where: { address: trial.to }, data: { canceledAt: new Date() } });
    await database.db.delivery.updateMany({ where: { address: trial.to }, data: { state: 'failed' } });
    expect(remedies(await ended)).not.toBe('');
  });
});

async function trusted() {
  const { localhostCertificate } = await import('@/lib/delivery/providers/stand-ins/localhost-certificate');
  const { mkdtempSync, writeFileSync } = await import('node:fs');
  const { tmpdir } = await import('node:os');
  const file = `${mkdtempSync(`${tmpdir()}/latchkey-doctor-`)}/ca.pem`;
  writeFileSync(file, localhostCertificate);
  return { EMAIL_CA_FILE: file };
}

describe('texts', () => {
  test.each<[string, StandInFailure, RegExp]>([
    [
      '[HTTP 401] Unauthorized; Authentication Error',
      { status: 401, code: 20003, message: 'Authenticate' },
      /TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN.*without extra spaces.*start the app again/,
    ],
    [
      "Unable to create record: The 'To' number is not a valid phone number",
      { status: 400, code: 21211, message: "The 'To' number is not a valid phone number." },
      /\+ and the country code first, like \+12025551234/,
    ],
    [
      'The number is unverified. Trial accounts cannot send messages to unverified numbers',
      { status: 400, code: 21608, message: 'The number is unverified.' },
      /Verified Caller IDs, or upgrade/,
    ],
  ])('%s', async (_, failure, remedy) => {
    expect(await textTo(randomNumber(), failure)).toMatch(remedy);
    // What Twilio refused for the account would pause it for the next row.
    await database.db.providerHealth.deleteMany();
  });

  test('"Twilio not configured"', async () => {
    const env = {
      EMAIL_HOST: 'localhost',
      DEFAULT_FROM_EMAIL: 'a@example.com',
      EMAIL_PORT: String(mail.port),
    };
    const findings = await checkProviders(await settingsOf({ ...env, EMAIL_USE_TLS: 'False' }));
    expect(remedies(findings)).toMatch(/Text messages are not configured.*TWILIO_ACCOUNT_SID.*start again/);
  });

  test('"Invalid phone number": the form of the number is shown', async () => {
    const said = await textTo('12345');
    expect(said).toMatch(/\+\[country\]\[number\]: \+12025551234, \+919876543210, \+447911123456/);
  });

  test('the text was taken, and is not there', async () => {
    const terminal = person();
    const to = randomNumber();
    const ended = sendTrialCode({ db: database.db }, { to, terminal, slowAfterMs: 1 });
    const hints = /country code.*vendor's own log.*credit.*trial account.*DLT.*--channel whatsapp/s;
    await twilio.waitFor(to);
    await expect.poll(() => terminal.told.join('\n')).toMatch(hints);
    await database.db.delivery.updateMany({ where: { address: to }, data: { state: 'failed' } });
    await ended;
  });
});

describe('the house', () => {
  test('"Customer not found": the address has no account', async () => {
    const terminal = person(null);
    await sendTrialCode({ db: database.db }, { to: 'stranger@example.com', terminal });
    expect(terminal.told.join('\n')).toMatch(/No account has this address.*Prisma Studio.*npm run seed/);
  });

  test('"Database error": migrations are missing', async () => {
    const { mkdtempSync, mkdirSync, writeFileSync, cpSync } = await import('node:fs');
    const { tmpdir } = await import('node:os');
    const folder = mkdtempSync(`${tmpdir()}/latchkey-migrations-`);
    cpSync('prisma/migrations', folder, { recursive: true });
    mkdirSync(`${folder}/9999_later`);
    writeFileSync(`${folder}/9999_later/migration.sql`, 'SELECT 1;');
    const findings = await checkDatabase(database.db, database.url, folder, { embedded: false });
    expect(remedies(findings)).toMatch(/9999_later.*npm start/);
  });

  test('a database that does not answer', async () => {
    const url = `postgresql://u:hidden@127.0.0.1:${await pickFreePort()}/none`;
    const findings = await checkDatabase(database.db, url, 'prisma/migrations', { embedded: false });
    expect(remedies(findings)).toMatch(/Nothing answers there/);
    expect(remedies(findings)).not.toContain('hidden');
  });

  test('Redis Connection Error: where it was looked for, and what to do', async () => {
    const findings = await checkRedis(await settingsOf({ REDIS_URL: 'redis://:hidden@127.0.0.1:1' }));
    expect(findings).toMatchObject([{ check: 'redis', mark: 'failed' }]);
    expect(findings[0]?.text).toContain('127.0.0.1:1');
    expect(findings[0]?.remedy).toMatch(/Nothing answers there: start that server/);
    expect(JSON.stringify(findings)).not.toContain('hidden');
  });

  test('forms are refused, or another web site cannot connect: the address is not the one that is set', async () => {
    const settings = await settingsOf({
      ...twilioEnv(),
      TWILIO_BASE_URL: '',
      APP_URL: 'https://127.0.0.2:9',
    });
    expect(remedies(await checkPlace(settings))).toMatch(
      /Forms are refused at any address but this one.*API_ALLOWED_ORIGINS/,
    );
  });

  test('the verification fails: the code is wrong, or the code is too old', async () => {
    const to = randomNumber();
    const terminal = person('111 11', 'twelve', '000000');
    const ended = sendTrialCode({ db: database.db }, { to, terminal });
    const { body } = await twilio.waitFor(to);
    await expect.poll(() => terminal.told.join('\n')).toMatch(/digits only/);
    expect(body).toMatch(/\d{6}/);
    await database.db.delivery.updateMany({ where: { address: to }, data: { state: 'failed' } });
    await ended;
    expect(judgeClock(90_000)).toMatchObject({ mark: 'failed', remedy: expect.stringContaining('NTP') });
  });
});

test('a code that arrives and is typed is right, by text and by mail', async () => {
  for (const to of [randomNumber(), 'reader@example.com']) {
    const terminal = person();
    terminal.ask = async () => {
      const text = to.startsWith('+') ? (await twilio.waitFor(to)).body : (await mail.waitFor(to)).text;
      return /\b\d{6}\b/.exec(text)![0];
    };
    const findings = await sendTrialCode({ db: database.db }, { to, terminal });
    expect(findings).toEqual([expect.objectContaining({ check: 'code', mark: 'ok' })]);
    await expect.poll(() => terminal.told.join('\n')).toMatch(/in the outbox/);
  }
});
