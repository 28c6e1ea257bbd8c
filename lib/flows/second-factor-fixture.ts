import { afterAll, beforeAll } from 'vitest';
import { hashPassword } from '@/lib/accounts/password';
import { confirmTotp, getPendingTotpSecret, startTotp } from '@/lib/accounts/totp';
import type { Database } from '@/lib/db/client';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import type { Channel } from '@/lib/delivery/channel';
import { passSecondFactorByCode } from './pass-second-factor-by-code';
import { requestCode } from './request-code';
import { requestSecondFactorCode } from './request-second-factor-code';
import { signInByPassword } from './sign-in';
import { knownPassword, newEmail, newPhone } from './signed-in-fixture';
import { verifyCode } from './verify-code';
import { appCode, currentStep, readCode, type Visit } from './visit-fixture';

/** Somebody with an e-mail address, a phone and a password, who is not signed in. */
export interface Customer {
  id: string;
  email: string | null;
  phone: string | null;
}

/** For tests: a database for the file that calls it, the first factors of a customer, and codes for a second one. */
export function prepareSecondFactors() {
  let test: TestDatabase;
  let passwordHash: string;
  beforeAll(async () => {
    [test, passwordHash] = await Promise.all([createTestDatabase(), hashPassword(knownPassword)]);
  });
  afterAll(() => test.close());

  return {
    get db(): Database {
      return test.db;
    },

    async addCustomer(): Promise<Customer> {
      const now = new Date();
      return test.db.user.create({
        data: {
          ...{ name: 'Ada', email: newEmail(), phone: newPhone(), passwordHash },
          ...{ emailVerifiedAt: now, phoneVerifiedAt: now },
        },
      });
    },

    /** An app that is turned on. @returns its secret */
    async addTotp(userId: string): Promise<Buffer> {
      await startTotp(test.db, userId);
      const secret = (await getPendingTotpSecret(test.db, userId))!;
      await confirmTotp(test.db, userId, appCode(secret, await currentStep(test.db)));
      await test.db.factor.updateMany({ where: { userId }, data: { lastStep: null } });
      return secret;
    },

    /** @returns the grant of a first factor, as by the others */
    async byCode(customer: Customer, channel: 'email' | 'sms', visit: Visit): Promise<string> {
      const identifier =
        channel === 'email'
          ? { kind: 'email' as const, address: customer.email! }
          : { kind: 'phone' as const, address: customer.phone!, planned: true };
      const requested = await requestCode(test, { purpose: 'login', identifier, channel, ...visit });
      if (!requested.ok) throw new Error(requested.reason);
      const { id } = requested.value.challenge;
      const code = await readCode(test.db, id, visit.owner);
      const verified = await verifyCode(test, { id, code, purposes: ['login'], ...visit });
      if (!verified.ok) throw new Error(verified.reason);
      return verified.value.grant;
    },

    async byPassword(customer: Customer, visit: Visit, typed = knownPassword): Promise<string> {
      const identifier = { kind: 'email' as const, address: customer.email! };
      const signedIn = await signInByPassword(test, { identifier, password: typed, ...visit });
      if (!signedIn.ok) throw new Error(signedIn.reason);
      return signedIn.value.grant;
    },

    /** Asks for a code as the second factor, and types it. */
    async answerByCode(grant: string, channel: Channel, visit: Visit) {
      const sent = await requestSecondFactorCode(test, { grant, channel, ...visit });
      if (!sent.ok) return sent;
      const { id } = sent.value.challenge;
      const code = await readCode(test.db, id, visit.owner);
      const verified = await verifyCode(test, { id, code, purposes: ['second_factor'], ...visit });
      if (!verified.ok) return verified;
      return passSecondFactorByCode(test, { grant, codeGrant: verified.value.grant, ...visit });
    },
  };
}
