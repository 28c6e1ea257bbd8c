import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { findAccountByAddress } from './find-account';
import { parseIdentifier } from './parse-identifier';
import { storePhoneRegion } from './phone-region';

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.close());

/** The account that its owner finds by typing this. */
async function findAs(typed: string) {
  const identifier = parseIdentifier(typed, { defaultRegion: 'IN', countries: null });
  return identifier.kind === 'invalid' ? null : findAccountByAddress(test.db, identifier.address);
}

describe('a customer typed into Prisma Studio', () => {
  it('is refused with a national phone while no region is set, and told the right form', async () => {
    const typed = { name: 'Test Customer', phone: '9876543210' };
    await expect(test.db.user.create({ data: typed })).rejects.toThrow(/Write it in international form/);
  });

  it('is found by its owner, whatever the letter case and the spaces', async () => {
    await storePhoneRegion(test.db, 'IN');
    await test.db.user.create({
      data: {
        name: 'Test Customer',
        email: ' Test@Example.com ',
        phone: '9876543210',
        customerType: 'Household',
      },
    });
    const expected = { name: 'Test Customer', email: 'test@example.com', phone: '+919876543210' };
    for (const typed of [
      'test@example.com',
      ' TEST@EXAMPLE.COM',
      '9876543210',
      '098765 43210',
      '+91 98765-43210',
    ]) {
      expect(await findAs(typed), typed).toMatchObject(expected);
    }
  });

  it('cannot have the address of another one, however it is written', async () => {
    await expect(test.db.user.create({ data: { email: 'TEST@example.com' } })).rejects.toThrow(/[Uu]nique/);
    await expect(test.db.user.create({ data: { phone: '+91 (98765) 43210' } })).rejects.toThrow(/[Uu]nique/);
  });

  it.each([
    'test@exampl\u212A.com',
    'a@m\u00FCnchen.de',
    'a@b,c@d.com',
    'two words@example.com',
    'nobody',
    '"a"@b.com\u200B',
  ])('is refused with the e-mail %j', async (email) => {
    await expect(test.db.user.create({ data: { email } })).rejects.toThrow();
  });

  it('loses the mark of a proof when the address is changed by hand', async () => {
    const user = await test.db.user.create({
      data: { email: 'old@example.com', emailVerifiedAt: new Date() },
    });
    const changed = await test.db.user.update({ where: { id: user.id }, data: { email: 'new@example.com' } });
    expect(changed.emailVerifiedAt).toBeNull();
  });

  it('keeps empty fields empty, and spaces out of names', async () => {
    const user = await test.db.user.create({
      data: { name: ' Ann ', email: ' ', phone: '', customerType: ' ' },
    });
    expect(user).toMatchObject({ name: 'Ann', email: null, phone: null, customerType: null });
  });
});

describe('an account that is disabled or gets another role', () => {
  it.each([{ status: 'disabled' as const }, { role: 'support' as const }])(
    'has no session left: %j',
    async (data) => {
      const user = await test.db.user.create({ data: { name: 'Ann' } });
      const session = await test.db.session.create({
        data: { userId: user.id, tokenHash: Buffer.from(user.id), expiresAt: new Date(Date.now() + 60_000) },
      });
      await test.db.user.update({ where: { id: user.id }, data });
      expect((await test.db.session.findUniqueOrThrow({ where: { id: session.id } })).endedAt).not.toBeNull();
    },
  );
});

describe('the audit log', () => {
  it('can be added to, and neither changed nor deleted', async () => {
    const event = await test.db.auditEvent.create({ data: { type: 'signed_in' } });
    const where = { id: event.id };
    await expect(test.db.auditEvent.update({ where, data: { type: 'x' } })).rejects.toThrow(/append-only/);
    await expect(test.db.auditEvent.delete({ where })).rejects.toThrow(/append-only/);
    await expect(test.db.$executeRaw`TRUNCATE "AuditEvent"`).rejects.toThrow(/append-only/);
  });
});
