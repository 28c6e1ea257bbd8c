import { randomBytes } from 'node:crypto';
import { type Account, findAccountById } from '@/lib/accounts/find-account';
import { hashPassword } from '@/lib/accounts/password';
import { createSession } from '@/lib/accounts/sessions';
import type { Database } from '@/lib/db/client';
import { newVisit, type Visit } from './visit-fixture';

/** For tests: the password of every customer that has one. Hashed once: it takes its time. */
export const knownPassword = 'correct horse lemon';
let knownHash: Promise<string> | undefined;

export interface SignedIn {
  account: Account;
  sessionId: string;
  token: string;
  visit: Visit;
}

export const newEmail = () => `t${randomBytes(6).toString('hex')}@example.com`;
export const newPhone = () => `+9197${String(randomBytes(4).readUInt32BE() % 100_000_000).padStart(8, '0')}`;

/** For tests: a customer with proved addresses who has just signed in. */
export async function addSignedIn(
  db: Database,
  over: { email?: string | null; phone?: string | null; password?: boolean } = {},
): Promise<SignedIn> {
  knownHash ??= hashPassword(knownPassword);
  const email = over.email === undefined ? newEmail() : over.email;
  const phone = over.phone === undefined ? newPhone() : over.phone;
  const now = new Date();
  const user = await db.user.create({
    data: {
      name: 'Ada',
      email,
      phone,
      emailVerifiedAt: email && now,
      phoneVerifiedAt: phone && now,
      passwordHash: over.password === false ? null : await knownHash,
    },
  });
  const visit = newVisit();
  const life = { ttlSeconds: 3600, idleSeconds: null, userAgent: null, clientAddress: null };
  const session = (await createSession(db, { userId: user.id, methods: ['password'], ...life }))!;
  const account = (await findAccountById(db, user.id))!;
  return { account, sessionId: session.id, token: session.token, visit };
}
