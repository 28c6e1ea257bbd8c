import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addCodeFactor } from '@/lib/accounts/factors';
import { getLiveSession } from '@/lib/accounts/sessions';
import { confirmTotp, getPendingTotpSecret, startTotp } from '@/lib/accounts/totp';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { addPasskey } from './add-passkey';
import { askPasskey } from './ask-passkey';
import { changeAccount } from './change-account';
import { getTokenCustomer } from './get-token-customer';
import { passOnTrustedDevice } from './pass-on-trusted-device';
import { SoftwarePasskey } from './passkey-fixture';
import { redeemSignInGrant } from './redeem-sign-in-grant';
import { refreshApiSession } from './refresh-api-session';
import { register } from './register';
import { requestCode } from './request-code';
import { requestRegistration } from './request-registration';
import { resetPassword } from './reset-password';
import { signInByPassword } from './sign-in';
import { signInByCode } from './sign-in-by-code';
import { signInByCompatCode } from './sign-in-by-compat-code';
import { signInByPasskey } from './sign-in-by-passkey';
import { addSignedIn, knownPassword, newEmail, type SignedIn } from './signed-in-fixture';
import { startApiSession } from './start-api-session';
import { startApiSessionByCode } from './start-api-session-by-code';
import { startPasskeySetup } from './start-passkey-setup';
import { trustBrowser } from './trust-browser';
import { verifyCode } from './verify-code';
import { verifyCompatCode } from './verify-compat-code';
import { appCode, currentStep, newVisit, readCode, type Visit } from './visit-fixture';

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.close());

const none = { ok: false };

function value<Done>(result: { ok: true; value: Done } | { ok: false; reason: string }): Done {
  if (!result.ok) throw new Error(result.reason);
  return result.value;
}

async function askForCode(
  { account }: SignedIn,
  channel: 'email' | 'sms',
  visit: Visit,
  purpose: 'login' | 'password_reset' = 'login',
) {
  const identifier =
    channel === 'email'
      ? { kind: 'email' as const, address: account.email! }
      : { kind: 'phone' as const, address: account.phone!, planned: true };
  const { challenge } = value(await requestCode(test, { purpose, identifier, channel, ...visit }));
  return { id: challenge.id, code: await readCode(test.db, challenge.id, visit.owner) };
}

async function earnByCode(
  customer: SignedIn,
  channel: 'email' | 'sms',
  visit: Visit,
  purpose: 'login' | 'password_reset' = 'login',
) {
  const asked = await askForCode(customer, channel, visit, purpose);
  return value(await verifyCode(test, { ...asked, purposes: [purpose], ...visit })).grant;
}

async function byPassword({ account }: SignedIn, visit: Visit) {
  const identifier = { kind: 'email' as const, address: account.email! };
  return value(await signInByPassword(test, { identifier, password: knownPassword, ...visit })).grant;
}

function inApplication(): Visit {
  const { visitor } = newVisit();
  // Each has its own key: what one may ask for in a minute is not what is tested.
  const keyId = randomUUID();
  return {
    owner: { browserHash: null, clientId: `key:${keyId}` },
    visitor: { ...visitor, api: { keyId, perMinute: null } },
  };
}

/** Every way to a first factor, and what it gives alone: a session, or nothing. */
const paths: Record<string, (customer: SignedIn) => Promise<{ ok: boolean }>> = {
  'a password': async (customer) => {
    const visit = newVisit();
    return redeemSignInGrant(test, { grant: await byPassword(customer, visit), ...visit });
  },
  'a code by email': async (customer) => {
    const visit = newVisit();
    return redeemSignInGrant(test, { grant: await earnByCode(customer, 'email', visit), ...visit });
  },
  'a code by SMS': async (customer) => {
    const visit = newVisit();
    return redeemSignInGrant(test, { grant: await earnByCode(customer, 'sms', visit), ...visit });
  },
  'a code by email, with its session at once': async (customer) => {
    const visit = newVisit();
    const { id, code } = await askForCode(customer, 'email', visit);
    const { signedIn } = value(await signInByCode(test, { id, typed: code, ...visit }));
    return { ok: signedIn !== null };
  },
  'a code by SMS through the API, with its session at once': async (customer) => {
    const visit = inApplication();
    const { id, code } = await askForCode(customer, 'sms', visit);
    return startApiSessionByCode(test, { id, typed: code, ...visit });
  },
  'a code through the API': async (customer) => {
    const visit = inApplication();
    return startApiSession(test, { grant: await earnByCode(customer, 'email', visit), ...visit });
  },
  'a code of the endpoints of older systems': async ({ account }) => {
    const visit = inApplication();
    const address = account.email!;
    const identifier = { kind: 'email' as const, address };
    const asked = { purpose: 'compat' as const, identifier, channel: 'email' as const, ...visit };
    const { challenge } = value(await requestCode(test, asked));
    const typed = await readCode(test.db, challenge.id, visit.owner);
    const verified = value(await verifyCompatCode(test, { address, typed, ...visit }));
    const { session, secondFactorRequired } = await signInByCompatCode(test, verified, visit);
    return { ok: session !== null && !secondFactorRequired };
  },
  'a new password after a reset': async (customer) => {
    const visit = newVisit();
    const reset = await earnByCode(customer, 'email', visit, 'password_reset');
    expect(await redeemSignInGrant(test, { grant: reset, ...visit })).toMatchObject(none);
    const password = 'seven brave walruses';
    expect(await resetPassword(test, { grant: reset, password, ...visit })).toMatchObject({ ok: true });
    const identifier = { kind: 'email' as const, address: customer.account.email! };
    const { grant } = value(await signInByPassword(test, { identifier, password, ...visit }));
    return redeemSignInGrant(test, { grant, ...visit });
  },
  'a browser that another account trusts': async (customer) => {
    const visit = newVisit();
    const other = await addSignedIn(test.db);
    await addCodeFactor(test.db, other.account.id, 'sms');
    const trustSecret = 't'.repeat(43);
    await trustBrowser(test, { userId: other.account.id, secret: trustSecret, visitor: visit.visitor });
    const grant = await byPassword(customer, visit);
    const passed = await passOnTrustedDevice(test, { grant, trustSecret, owner: visit.owner });
    return redeemSignInGrant(test, { grant: passed.ok ? passed.value.grant : grant, ...visit });
  },
  'a registration of an address that has an account': async ({ account }) => {
    const visit = newVisit();
    const identifier = { kind: 'email' as const, address: account.email! };
    const asked = { identifier, other: null, name: '', password: null, ...visit };
    const { challenge } = value(await requestRegistration(test, asked));
    const code = await readCode(test.db, challenge.id, visit.owner);
    const verified = await verifyCode(test, {
      id: challenge.id,
      code,
      purposes: ['registration'],
      ...visit,
    });
    const grant = verified.ok ? verified.value.grant : '';
    const registered = await register(test, { grant, ...visit });
    return redeemSignInGrant(test, { grant: registered.ok ? registered.value.grant : grant, ...visit });
  },
};

const factors: Record<string, (customer: SignedIn) => Promise<unknown>> = {
  'an authenticator app': async ({ account }) => {
    await startTotp(test.db, account.id);
    const secret = (await getPendingTotpSecret(test.db, account.id))!;
    await confirmTotp(test.db, account.id, appCode(secret, await currentStep(test.db)));
  },
  'codes by SMS': ({ account }) => addCodeFactor(test.db, account.id, 'sms'),
  'codes by WhatsApp': ({ account }) => addCodeFactor(test.db, account.id, 'whatsapp'),
  'codes by email': ({ account }) => addCodeFactor(test.db, account.id, 'email'),
  'a passkey': async ({ account, sessionId, visit }) => {
    const options = value(await startPasskeySetup(test, { account, sessionId, owner: visit.owner }));
    const response = new SoftwarePasskey().make(options);
    value(await addPasskey(test, { account, sessionId, name: 'Phone', response, ...visit }));
  },
};

const opensAlone = (path: string) => !path.startsWith('a registration');

describe.each(Object.keys(paths))('%s', (path) => {
  it('opens an account without a second factor, if it is a way in at all', async () => {
    expect((await paths[path]!(await addSignedIn(test.db))).ok).toBe(opensAlone(path));
  });

  it.each(Object.keys(factors))('opens no account with %s', async (factor) => {
    const customer = await addSignedIn(test.db);
    await factors[factor]!(customer);
    await test.db.session.deleteMany({ where: { userId: customer.account.id } });
    expect(await paths[path]!(customer)).toMatchObject(none);
    expect(await test.db.session.count({ where: { userId: customer.account.id } })).toBe(0);
  });
});

describe('a session', () => {
  it('is written by two use cases, one for a grant and one for a code, and by nobody else', () => {
    const writers = ['app', 'lib', 'scripts'].flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .map((name) => join(folder, name))
        .filter((file) => /\.(ts|tsx|mjs)$/.test(file) && !/generated|\.test\.|-fixture\./.test(file))
        .filter((file) =>
          /\b(createSession|sessionParts)\(|INTO "Session"|\bsession\.(create|createMany|upsert)\(/.test(
            readFileSync(file, 'utf8'),
          ),
        ),
    );
    expect(writers.sort()).toEqual([
      'lib/accounts/sessions.ts',
      'lib/flows/redeem-sign-in-grant.ts',
      'lib/flows/sign-in-by-code.ts',
    ]);
  });
});

describe('a passkey that has checked its holder', () => {
  it.each(Object.keys(factors))('opens an account with %s: it is both factors', async (factor) => {
    const customer = await addSignedIn(test.db);
    const passkey = new SoftwarePasskey();
    const { account, sessionId, visit } = customer;
    const options = value(await startPasskeySetup(test, { account, sessionId, owner: visit.owner }));
    value(
      await addPasskey(test, { account, sessionId, name: '', response: passkey.make(options), ...visit }),
    );
    await factors[factor]!(customer);
    const here = newVisit();
    const asked = value(await askPasskey(test, { for: { use: 'sign_in' }, ...here }));
    const { grant } = value(await signInByPasskey(test, { response: passkey.answer(asked), ...here }));
    expect(await redeemSignInGrant(test, { grant, ...here })).toMatchObject({ ok: true });
  });
});

describe('a registration', () => {
  it('opens the account that it has made, and a browser that never typed the code gets nowhere', async () => {
    const visit = newVisit();
    const identifier = { kind: 'email' as const, address: newEmail() };
    const asked = { identifier, other: null, name: '', password: null, ...visit };
    const { challenge } = value(await requestRegistration(test, asked));
    const code = await readCode(test.db, challenge.id, visit.owner);
    const typed = { id: challenge.id, code, purposes: ['registration'] as const };
    expect(await verifyCode(test, { ...typed, ...newVisit() })).toMatchObject(none);
    const { grant } = value(await verifyCode(test, { ...typed, ...visit }));
    const registered = value(await register(test, { grant, ...visit }));
    expect(await redeemSignInGrant(test, { grant: registered.grant, ...newVisit() })).toMatchObject(none);
    expect(await redeemSignInGrant(test, { grant: registered.grant, ...visit })).toMatchObject({ ok: true });
  });
});

describe('every session, of browsers and of applications, ends within a second', () => {
  it.each<[string, (customer: SignedIn) => Promise<unknown>]>([
    [
      'after a reset',
      async (customer) => {
        const visit = newVisit();
        const grant = await earnByCode(customer, 'email', visit, 'password_reset');
        return resetPassword(test, { grant, password: 'seven brave walruses', ...visit });
      },
    ],
    [
      'when the account is disabled',
      ({ account }) =>
        changeAccount(test, { address: account.email!, change: { kind: 'disable' }, actor: 'test' }),
    ],
    [
      'when its role changes',
      ({ account }) =>
        changeAccount(test, {
          address: account.email!,
          change: { kind: 'role', role: 'support' },
          actor: 'test',
        }),
    ],
    [
      'when somebody changes the row by hand',
      ({ account }) => test.db.user.update({ where: { id: account.id }, data: { status: 'disabled' } }),
    ],
  ])('%s', async (_, end) => {
    const customer = await addSignedIn(test.db);
    const visit = inApplication();
    const grant = await earnByCode(customer, 'email', visit);
    const api = value(await startApiSession(test, { grant, ...visit }));
    expect(await getLiveSession(test.db, customer.token)).not.toBeNull();
    expect(await getTokenCustomer(test, api.accessToken)).not.toBeNull();
    await end(customer);
    const endedAt = performance.now();
    expect(await getLiveSession(test.db, customer.token)).toBeNull();
    expect(await getTokenCustomer(test, api.accessToken)).toBeNull();
    expect(await refreshApiSession(test, { refreshToken: api.refreshToken, ...visit })).toMatchObject(none);
    expect(performance.now() - endedAt).toBeLessThan(1000);
  });
});
