import type { Database } from '@/lib/db/client';
import { prepareTwoPools } from '@/lib/db/two-pools-fixture';
import { redeemSignInGrant } from './redeem-sign-in-grant';
import { requestCode } from './request-code';
import { signInByCode } from './sign-in-by-code';
import { addSignedIn, type SignedIn } from './signed-in-fixture';
import { verifyCode } from './verify-code';
import { newVisit, readCode, type Visit } from './visit-fixture';

/** A code that was asked for, and the browser that it went to. */
export interface Asked extends Visit {
  id: string;
  code: string;
  userId: string;
}

/** A database with two pools for the file that calls it, and both ways from a code to a session. */
export function prepareCodeSignIn() {
  const test = prepareTwoPools();
  return {
    get db(): Database {
      return test.db;
    },
    /** The other pool, as of another process. */
    get other(): { db: Database } {
      return { db: test.other };
    },

    /** A customer who has not signed in yet, with a code on its way to the browser of `visit`. */
    async askForCode(
      visit: Visit = newVisit(),
      customer?: { account: Pick<SignedIn['account'], 'id' | 'email'> },
    ): Promise<Asked> {
      const known = customer ?? (await addSignedIn(test.db));
      if (!customer) await test.db.session.deleteMany({ where: { userId: known.account.id } });
      const identifier = { kind: 'email' as const, address: known.account.email! };
      const asked = await requestCode(test, { purpose: 'login', identifier, channel: 'email', ...visit });
      if (!asked.ok) throw new Error(asked.reason);
      const { id } = asked.value.challenge;
      return { id, code: await readCode(test.db, id, visit.owner), userId: known.account.id, ...visit };
    },

    atOnce: ({ id, code, owner, visitor }: Asked, deps: { db: Database } = test) =>
      signInByCode(deps, { id, typed: code, owner, visitor }),

    async inTwoSteps({ id, code, owner, visitor }: Asked) {
      const verified = await verifyCode(test, { id, code, purposes: ['login'], owner, visitor });
      return verified.ok
        ? redeemSignInGrant(test, { grant: verified.value.grant, owner, visitor })
        : verified;
    },
  };
}
