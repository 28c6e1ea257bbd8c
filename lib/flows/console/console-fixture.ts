import { randomUUID } from 'node:crypto';
import type { Database } from '@/lib/db/client';

export interface MadeUser {
  id: string;
  email: string;
  phone: string;
}

let count = 0;

/** An account for the tests of the console. */
export async function makeUser(
  db: Database,
  facts: {
    role?: 'customer' | 'support' | 'admin';
    name?: string;
    email?: string;
    phone?: string;
    customerType?: string;
  } = {},
): Promise<MadeUser> {
  count += 1;
  const email = facts.email ?? `user${count}.${randomUUID().slice(0, 8)}@example.com`;
  const phone = facts.phone ?? `+9198${String(10_000_000 + count)}`;
  const now = new Date();
  const user = await db.user.create({
    data: {
      name: facts.name ?? 'Asha Rao',
      email,
      phone,
      role: facts.role ?? 'customer',
      customerType: facts.customerType ?? null,
      emailVerifiedAt: now,
      phoneVerifiedAt: now,
    },
  });
  return { id: user.id, email, phone };
}

export const visitor = {
  clientAddress: '203.0.113.7',
  userAgent: 'Firefox',
  requestId: 'req-console',
  locale: null,
};
