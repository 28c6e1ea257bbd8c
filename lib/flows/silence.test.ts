import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { hashPassword } from '@/lib/accounts/password';
import type { Purpose } from '@/lib/codes/purposes';
import type { Database } from '@/lib/db/client';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { holdPolicy } from '@/lib/limits/catalogue';
import { checkTypedCode } from './check-typed-code';
import { requestCode } from './request-code';
import { resendCode } from './resend-code';
import { signInByPassword } from './sign-in';
import { newVisit, type Visit } from './visit-fixture';

let test: TestDatabase;
let passwordHash: string;
beforeAll(async () => {
  test = await createTestDatabase();
  passwordHash = await hashPassword('harbour tulip seventeen');
});
afterAll(() => test.close());
// Allowances are another test's matter.
beforeEach(() => test.db.limitWindow.deleteMany());

/** The database, with the texts of the statements that go through it. */
function watch(): { db: Database; statements: string[] } {
  const statements: string[] = [];
  const db = new Proxy(test.db, {
    get(target, name) {
      const value = Reflect.get(target, name) as unknown;
      if ((name !== '$queryRaw' && name !== '$executeRaw') || typeof value !== 'function') return value;
      return (query: TemplateStringsArray | { sql: string }, ...values: unknown[]) => {
        statements.push(`${name} ${Array.isArray(query) ? query.join('?') : (query as { sql: string }).sql}`);
        return value.call(target, query, ...values) as unknown;
      };
    },
  });
  return { db, statements };
}

/** What a rehearsal adds in the place of an attempt (it has no address) comes after the answer, and is not counted. */
async function countRows(): Promise<Record<string, number>> {
  const rows = await test.db.$queryRaw<Record<string, number>[]>`
    SELECT (SELECT count(*) FROM "Otp")::int AS "Otp", (SELECT count(*) FROM "Delivery" WHERE "address" <> '')::int AS "Delivery",
           (SELECT count(*) FROM "AuditEvent")::int AS "AuditEvent", (SELECT count(*) FROM "Hold")::int AS "Hold",
           (SELECT count(*) FROM "LimitWindow")::int AS "LimitWindow", (SELECT count(*) FROM "SmsTally")::int AS "SmsTally"`;
  return rows[0]!;
}

const newPhone = () => `+9198${String(Math.floor(Math.random() * 1e8)).padStart(8, '0')}`;

const somebody = {
  nobody: null,
  known: {},
  disabled: { status: 'disabled' },
  unverified: { emailVerifiedAt: null, phoneVerifiedAt: null },
  'without a password': { passwordHash: null },
} as const;
type Who = keyof typeof somebody;
const others = Object.keys(somebody).filter((who) => who !== 'nobody') as Who[];

async function make(who: Who) {
  const email = `s${randomUUID()}@example.com`;
  const phone = newPhone();
  if (who !== 'nobody') {
    const now = new Date();
    const usual = { emailVerifiedAt: now, phoneVerifiedAt: now, passwordHash };
    await test.db.user.create({ data: { email, phone, ...usual, ...somebody[who] } });
  }
  return {
    email: { kind: 'email', address: email } as const,
    phone: { kind: 'phone', address: phone, planned: true } as const,
  };
}

type Addresses = Awaited<ReturnType<typeof make>>;

/** What a use case does to the database, and what its caller learns. */
async function trace(
  who: Who,
  run: (db: Database, addresses: Addresses, visit: Visit) => Promise<() => Promise<unknown>>,
) {
  await test.db.limitWindow.deleteMany();
  await test.db.smsTally.deleteMany();
  const addresses = await make(who);
  const watched = watch();
  // What has to be done before is not looked at.
  const act = await run(watched.db, addresses, newVisit());
  await new Promise((resolve) => setImmediate(resolve));
  watched.statements.length = 0;
  const before = await countRows();
  const answer = (await act()) as {
    ok: boolean;
    reason?: string;
    attemptsLeft?: number;
    retryAfterSeconds?: number;
  };
  const statements = watched.statements.filter((text) => !isRehearsal(text));
  const after = await countRows();
  const rows = Object.fromEntries(
    Object.entries(after).map(([table, count]) => [table, count - before[table]!]),
  );
  const { ok, reason, attemptsLeft } = answer;
  return { statements, rows, ok, reason, attemptsLeft };
}

/** What decoys do after the answer, in place of the worker (lib/delivery/rehearse-delivery.ts). */
const isRehearsal = (text: string) =>
  /UPDATE "Delivery"\s+SET "(attemptCount|provider|failureKind|leasedUntil)"|FROM "ProviderHealth"|AS decoy\("otpId"/.test(
    text,
  );

async function ask(db: Database, purpose: Purpose, identifier: Addresses['email' | 'phone'], visit: Visit) {
  const asked = await requestCode({ db }, { purpose, identifier, ...visit });
  if (!asked.ok) throw new Error(asked.reason);
  return asked.value.challenge.id;
}

const purposes = ['login', 'password_reset', 'registration', 'verification', 'compat'] as const;

describe.each(others)('what an account that is %s costs, next to none', (who) => {
  it.each(purposes.flatMap((purpose) => [[purpose, 'email'] as const, [purpose, 'phone'] as const]))(
    'asking for a %s code by %s: the same statements and rows',
    async (purpose, kind) => {
      const run = async (db: Database, addresses: Addresses, visit: Visit) => () =>
        requestCode({ db }, { purpose, identifier: addresses[kind], ...visit });
      expect(await trace(who, run)).toEqual(await trace('nobody', run));
    },
  );

  it('sending a code again: the same statements and rows', async () => {
    const run = async (db: Database, { email }: Addresses, visit: Visit) => {
      const id = await ask(db, 'login', email, visit);
      await test.db.otp.update({ where: { id }, data: { resendAvailableAt: new Date(0) } });
      return () => resendCode({ db }, { id, ...visit });
    };
    expect(await trace(who, run)).toEqual(await trace('nobody', run));
  });

  it('a wrong code: the same statements, rows and guesses left', async () => {
    const run = async (db: Database, { email }: Addresses, visit: Visit) => {
      const id = await ask(db, 'login', email, visit);
      return () => checkTypedCode({ db }, { id, typed: '000000', purposes: ['login'], ...visit });
    };
    expect(await trace(who, run)).toEqual(await trace('nobody', run));
  });

  it('a wrong password: the same statements and rows', async () => {
    const run =
      async (db: Database, { email }: Addresses, visit: Visit) =>
      () =>
        signInByPassword({ db }, { identifier: email, password: 'not the password', ...visit });
    expect(await trace(who, run)).toEqual(await trace('nobody', run));
  });
});

describe('an address that is held by wrong passwords', () => {
  // Once, codes that need no account were counted apart for addresses without one: a hold then told that there is one.
  it.each(purposes)(
    'answers to a wrong %s code alike, whether there is an account or not',
    async (purpose) => {
      const run = async (db: Database, { email }: Addresses, visit: Visit) => {
        const guess = () =>
          signInByPassword({ db }, { identifier: email, password: 'not the password', ...newVisit() });
        // At once: each of them takes its time.
        await Promise.all(Array.from({ length: holdPolicy.failuresBeforeHold }, guess));
        const id = await ask(db, purpose, email, visit);
        return () => checkTypedCode({ db }, { id, typed: '000000', purposes: [purpose], ...visit });
      };
      const known = await trace('known', run);
      expect(known).toEqual(await trace('nobody', run));
      expect(known.reason).toBe(purpose === 'registration' ? 'code_incorrect' : 'account_held');
    },
    20_000,
  );
});
