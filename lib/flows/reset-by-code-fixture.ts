import { beforeEach } from 'vitest';
import { verifyPassword } from '@/lib/accounts/password';
import type { Database } from '@/lib/db/client';
import { prepareTwoPools } from '@/lib/db/two-pools-fixture';
import { requestCode } from './request-code';
import { resetPassword } from './reset-password';
import { resetPasswordByCode } from './reset-password-by-code';
import { addSignedIn, type SignedIn } from './signed-in-fixture';
import { verifyCode } from './verify-code';
import { newVisit, readCode, type Visit } from './visit-fixture';

/** For tests: the password that is set. */
export const newPassword = 'quiet harbour lamp 42';

/** A code to reset with, and the browser that it went to. */
export interface AskedReset extends Visit {
  id: string;
  code: string;
}

/** One of a customer who is signed in elsewhere. */
export interface CustomersReset extends AskedReset {
  customer: SignedIn;
  account: SignedIn['account'];
  userId: string;
}

/** For tests: what a code has cost so far. */
export const untouched = { attempts: 0, used: false };

/** A database with two pools for the file that calls it, and both ways from a code to a new password. */
export function prepareResets() {
  const test = prepareTwoPools();
  beforeEach(async () => {
    await test.db.hold.deleteMany();
  });

  /** A code on its way to a new browser. Nobody's, where there is no account of the address. */
  async function ask(email: string, channel: 'email' | 'sms' = 'email', phone = ''): Promise<AskedReset> {
    const visit = newVisit();
    const identifier =
      channel === 'email'
        ? { kind: 'email' as const, address: email }
        : { kind: 'phone' as const, address: phone, planned: true };
    const asked = await requestCode(test, { purpose: 'password_reset', identifier, channel, ...visit });
    if (!asked.ok) throw new Error(asked.reason);
    const { id } = asked.value.challenge;
    return { ...visit, id, code: await readCode(test.db, id, visit.owner) };
  }

  return {
    get db(): Database {
      return test.db;
    },
    /** The other pool, as of another process. */
    get other(): Database {
      return test.other;
    },
    ask,

    async askForCustomer(): Promise<CustomersReset> {
      const customer = await addSignedIn(test.db);
      const { account } = customer;
      return { ...(await ask(account.email!)), customer, account, userId: account.id };
    },

    atOnce: (
      { id, code, owner, visitor }: AskedReset,
      { db = test.db, typed = code, given = newPassword } = {},
    ) => resetPasswordByCode({ db }, { id, typed, password: given, owner, visitor }),

    async inTwoSteps({ id, code, owner, visitor }: AskedReset, { db = test.db } = {}) {
      const verified = await verifyCode({ db }, { id, code, purposes: ['password_reset'], owner, visitor });
      if (!verified.ok) return verified;
      return resetPassword({ db }, { grant: verified.value.grant, password: newPassword, owner, visitor });
    },

    /** Whether the account has this password. */
    async opens(userId: string, typed: string): Promise<boolean> {
      const { passwordHash } = await test.db.user.findUniqueOrThrow({ where: { id: userId } });
      return (await verifyPassword(passwordHash, typed)).ok;
    },

    async attemptsOf({ id }: AskedReset) {
      const { attempts, consumedAt } = await test.db.otp.findUniqueOrThrow({ where: { id } });
      return { attempts, used: consumedAt !== null };
    },
  };
}
