import { createSession } from '@/lib/accounts/sessions';
import { issueGrant } from '@/lib/codes/grants';
import type { Purpose } from '@/lib/codes/purposes';
import { prepareTwoPools } from '@/lib/db/two-pools-fixture';
import { changePassword } from './change-password';
import type { Deps } from './deps';
import { requestCode } from './request-code';
import { resetPasswordByCode } from './reset-password-by-code';
import { signInByCode } from './sign-in-by-code';
import { knownPassword, newEmail, type SignedIn } from './signed-in-fixture';
import { updateCustomer } from './update-customer';
import { verifyCode } from './verify-code';
import { newVisit, readCode, type Visit } from './visit-fixture';

const password = 'quiet harbour lamp 42';

/** A statement of the flows that end the codes of an account: where they are met (meet-fixture.ts). */
export const atTheGrants = { words: 'UPDATE "Grant" SET "consumedAt" = now() WHERE "userId"' };

/** A code that was asked for, and by whom. */
export interface Asked extends Visit {
  id: string;
  purpose: Purpose;
  code: string;
}

/** For tests of what two of them do to one account at once: the flows, those that come second on a pool of their own. */
export function prepareMeetings() {
  const test = prepareTwoPools();

  async function ask(
    { account }: SignedIn,
    purpose: Purpose = 'login',
    visit: Visit = newVisit(),
  ): Promise<Asked> {
    const identifier = { kind: 'email' as const, address: account.email! };
    const asked = await requestCode(test, { purpose, identifier, channel: 'email', ...visit });
    if (!asked.ok) throw new Error(asked.reason);
    const { id } = asked.value.challenge;
    return { ...visit, id, purpose, code: await readCode(test.db, id, visit.owner) };
  }

  const signIn = ({ id, code, owner, visitor }: Asked) =>
    signInByCode({ db: test.other }, { id, typed: code, owner, visitor });
  const verify = ({ id, code, owner, visitor, purpose }: Asked, db = test.other) =>
    verifyCode({ db }, { id, code, purposes: [purpose], owner, visitor });
  const reset = ({ id, code, owner, visitor }: Asked) =>
    resetPasswordByCode({ db: test.other }, { id, typed: code, password, owner, visitor });
  const change = (deps: Deps, { account, sessionId, visit }: SignedIn) =>
    changePassword(deps, { account, sessionId, current: knownPassword, password, visitor: visit.visitor });
  const replaceEmail = (deps: Deps, { account, visit }: SignedIn) =>
    updateCustomer(deps, {
      ...{ id: account.id, change: {}, addresses: { email: newEmail() }, verified: false },
      visitor: visit.visitor,
    });

  const firstFactor = ({ account, visit }: SignedIn) =>
    issueGrant(test.db, {
      ...{ purpose: 'login', userId: account.id, owner: visit.owner, context: { methods: ['password'] } },
    });
  const addSession = ({ account }: SignedIn) =>
    createSession(test.db, {
      ...{ userId: account.id, methods: ['password'], ttlSeconds: 3600, idleSeconds: null },
      ...{ userAgent: null, clientAddress: null },
    });
  const unprove = ({ account }: SignedIn) =>
    test.db.user.update({ where: { id: account.id }, data: { emailVerifiedAt: null } });

  return { test, ask, signIn, verify, reset, change, replaceEmail, firstFactor, addSession, unprove };
}
