import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findEvents } from '@/lib/audit/find-events';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { meetAtARow } from '@/lib/db/waiting-fixture';
import { makeUser, visitor } from './console-fixture';
import { parseCsv } from './csv';
import { exportCustomers } from './export-customers';
import { getCustomer } from './get-customer';
import { helpCustomer } from './help-customer';
import { importCustomers } from './import-customers';
import { promoteListedAdmins } from './promote-listed-admins';
import { revealAddress } from './reveal-address';
import { searchCustomers } from './search-customers';

let base: TestDatabase;
beforeAll(async () => {
  base = await createTestDatabase();
});
afterAll(() => base.close());

const admin = { id: '00000000-0000-0000-0000-00000000000a', role: 'admin' as const, actor: 'admin:a' };
const support = { ...admin, role: 'support' as const, actor: 'support:a' };

describe('the way in', () => {
  test('makes an admin of a proved address that is listed, and of no other', async () => {
    const listed = await makeUser(base.db, { email: 'boss@example.com' });
    const unproved = await makeUser(base.db, { email: 'claims@example.com' });
    await base.db.user.update({ where: { id: unproved.id }, data: { emailVerifiedAt: null } });
    const emails = ['boss@example.com', 'claims@example.com'];
    expect(await promoteListedAdmins(base, { emails, userId: unproved.id })).toBe(0);
    expect(await promoteListedAdmins(base, { emails })).toBe(1);
    expect(await promoteListedAdmins(base, { emails })).toBe(0);
    expect((await findEvents(base.db, { userId: listed.id }))[0]?.data).toMatchObject({
      kind: 'role',
      role: 'admin',
    });
  });

  test('the last admin cannot be lost: not by a change, a delete, or two who do it to each other at once', async () => {
    const [first] = await base.db.user.findMany({ where: { role: 'admin' } });
    await expect(
      base.db.user.update({ where: { id: first!.id }, data: { role: 'customer' } }),
    ).rejects.toThrow(/last admin/);
    await expect(
      base.db.user.update({ where: { id: first!.id }, data: { status: 'disabled' } }),
    ).rejects.toThrow(/last admin/);
    await expect(base.db.user.delete({ where: { id: first!.id } })).rejects.toThrow(/last admin/);
    const second = await makeUser(base.db, { role: 'admin' });
    const outcomes = await Promise.allSettled(
      [first!.id, second.id].map((id) => base.db.user.update({ where: { id }, data: { role: 'customer' } })),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await base.db.user.count({ where: { role: 'admin', status: 'active' } })).toBe(1);
  });
});

describe('helping', () => {
  test('nobody changes themselves, and support changes no staff', async () => {
    const staff = await makeUser(base.db, { role: 'support' });
    const own = { userId: staff.id, help: { kind: 'role', role: 'admin' } as const, visitor };
    expect(await helpCustomer(base, { ...own, staff: { ...support, id: staff.id } })).toMatchObject({
      reason: 'own_account',
    });
    expect(await helpCustomer(base, { ...own, staff: support })).toMatchObject({ reason: 'staff_refused' });
  });

  test('ends a hold, also of known devices, and writes down who did it', async () => {
    const { id } = await makeUser(base.db);
    for (const subject of [`user:${id}`, `user:${id}/device`])
      await base.db.hold.create({
        data: { subject, failures: 10, total: 10, heldUntil: new Date(Date.now() + 60_000) },
      });
    const input = { userId: id, help: { kind: 'clear_hold' } as const, staff: support, visitor };
    expect((await getCustomer(base, id))?.hold?.total).toBe(10);
    expect(await helpCustomer(base, input)).toMatchObject({ ok: true });
    expect(await helpCustomer(base, input)).toMatchObject({ reason: 'staff_nothing_to_do' });
    expect((await getCustomer(base, id))?.hold).toBeNull();
    const events = await findEvents(base.db, { userId: id, type: 'admin_action' });
    expect(events.map(({ actor, data }) => [actor, data.kind])).toEqual([['support:a', 'clear_hold']]);
  });

  test('lifts a suppression of the address on file', async () => {
    const { id, email } = await makeUser(base.db);
    await base.db.suppression.create({ data: { channel: 'email', address: email, reason: 'bounced' } });
    expect((await getCustomer(base, id))?.suppressions).toMatchObject([
      { channel: 'email', reason: 'bounced' },
    ]);
    const help = { kind: 'lift_suppression', channel: 'email' } as const;
    expect(await helpCustomer(base, { userId: id, help, staff: support, visitor })).toMatchObject({
      ok: true,
    });
    expect((await getCustomer(base, id))?.suppressions).toEqual([]);
  });

  test('planning the release of factors changes nothing yet and tells every proved address', async () => {
    const { id } = await makeUser(base.db);
    await base.db.factor.create({
      data: { userId: id, kind: 'sms', confirmedAt: new Date() },
    });
    await base.db.session.create({
      data: {
        userId: id,
        tokenHash: new Uint8Array(32),
        methods: ['password'],
        expiresAt: new Date(Date.now() + 60_000),
      },
    });
    const input = { userId: id, help: { kind: 'plan_release' } as const, staff: admin, visitor };
    expect(await helpCustomer(base, input)).toMatchObject({ ok: true });
    expect(await helpCustomer(base, input)).toMatchObject({ reason: 'release_planned_already' });
    const view = await getCustomer(base, id);
    expect([view?.factors.length, view?.sessions.length]).toEqual([1, 1]);
    const notices = await base.db.delivery.findMany({ where: { userId: id, template: 'release_planned' } });
    expect(notices.map(({ channel }) => channel).sort()).toEqual(['email', 'sms']);
  });

  test('starting a reset writes to proved addresses only, and sends no code', async () => {
    const { id } = await makeUser(base.db);
    const input = { userId: id, help: { kind: 'start_reset' } as const, staff: support, visitor };
    expect(await helpCustomer(base, input)).toMatchObject({ ok: true });
    expect(
      await base.db.delivery.count({ where: { userId: id, template: 'reset_invited', otpId: null } }),
    ).toBe(2);
    await base.db.user.update({ where: { id }, data: { emailVerifiedAt: null, phoneVerifiedAt: null } });
    expect(await helpCustomer(base, input)).toMatchObject({ reason: 'no_address' });
  });

  test('disables and enables, and ends the sessions', async () => {
    const { id } = await makeUser(base.db);
    expect(
      await helpCustomer(base, { userId: id, help: { kind: 'disable' }, staff: admin, visitor }),
    ).toMatchObject({ ok: true });
    expect((await getCustomer(base, id))?.status).toBe('disabled');
    expect(
      await helpCustomer(base, { userId: id, help: { kind: 'enable' }, staff: admin, visitor }),
    ).toMatchObject({ ok: true });
  });
});

describe('addresses', () => {
  test('are masked everywhere; the full ones want a reason that stays in the log', async () => {
    const { id, email, phone } = await makeUser(base.db);
    const view = JSON.stringify(await getCustomer(base, id));
    expect(view).not.toContain(email);
    expect(view).not.toContain(phone);
    expect(JSON.stringify(await searchCustomers(base, { text: email }))).not.toContain(email);
    expect(await revealAddress(base, { userId: id, why: '  ', actor: admin.actor, visitor })).toMatchObject({
      reason: 'reason_required',
    });
    const shown = await revealAddress(base, { userId: id, why: 'call\nback', actor: admin.actor, visitor });
    expect(shown).toMatchObject({ ok: true, value: { email, phone } });
    const [event] = await findEvents(base.db, { userId: id, type: 'admin_action' });
    expect(event?.data).toEqual({ kind: 'reveal', what: 'addresses', why: 'call back' });
    expect((await getCustomer(base, id))?.timeline[0]?.words).toContain('because: call back');
  });
});

describe('searching', () => {
  test('finds by parts of a name, an address or a number, in any letter case and order', async () => {
    const wanted = await makeUser(base.db, {
      name: 'Ümit Yılmaz-Öz',
      email: 'u.yilmaz@firma.example',
      phone: '+905321234567',
    });
    for (const text of [
      'yıl',
      'YILMAZ@firma',
      '5321234',
      '+90 532 123',
      'ümit öz yılmaz firma',
      'firma.ex',
    ]) {
      const found = await searchCustomers(base, { text });
      expect([text, found.map(({ id }) => id)]).toEqual([text, [wanted.id]]);
    }
  });

  test('takes wildcards, quotes and SQL for the letters that they are', async () => {
    for (const text of ['%%%', '___', "' OR 1=1 --", '\\\\\\', '\u0000\u0000abc\u0000'])
      expect([text, await searchCustomers(base, { text })]).toEqual([text, []]);
  });

  test('filters by type, status and role, and pages through the rest, the newest first', async () => {
    await makeUser(base.db, { customerType: "O'Neil" });
    expect(await searchCustomers(base, { type: "O'Neil" })).toHaveLength(1);
    const all = await searchCustomers(base, {});
    const after = { createdAt: all[1]!.createdAt, id: all[1]!.id };
    expect((await searchCustomers(base, { after }))[0]?.id).toBe(all[2]!.id);
  });
});

describe('CSV', () => {
  const bad = [
    'name,email,phone,type',
    'Asha Rao,asha.import@example.com,+919811111111,Household',
    'No Address,,,',
    'Twice,asha.import@example.com,,',
    'Broken,not an address,,',
    '"Quoted, ""Q""\nLine",quoted@example.com,,',
    "=cmd|' /C calc'!A0,formula@example.com,,",
    'Phone,,12,',
    'Too,many@example.com,,a,b,c',
  ].join('\r\n');

  test('a dry run tells every bad row and writes nothing', async () => {
    const before = await base.db.user.count();
    const report = await importCustomers(base, { text: [bad], dryRun: true, actor: 'admin:a' });
    expect(report).toMatchObject({ ok: true, value: { rows: 8, added: 3, known: 0, bad: 5 } });
    expect(report.ok && report.value.problems.map(({ row }) => row)).toEqual([3, 4, 5, 8, 9]);
    expect(await base.db.user.count()).toBe(before);
  });

  test('an import adds the good rows, unproved; a second one finds them all known', async () => {
    const first = await importCustomers(base, { text: [...bad], dryRun: false, actor: 'admin:a' });
    expect(first).toMatchObject({ ok: true, value: { added: 3, bad: 5 } });
    const user = await base.db.user.findUniqueOrThrow({ where: { email: 'quoted@example.com' } });
    expect([user.name, user.emailVerifiedAt, user.role]).toEqual(['Quoted, "Q"\nLine', null, 'customer']);
    const second = await importCustomers(base, { text: [bad], dryRun: false, actor: 'admin:a' });
    expect(second).toMatchObject({ ok: true, value: { added: 0, known: 3, bad: 5 } });
  });

  test('two files with the same people in another order, at once: each comes in once', async () => {
    const people = ['a', 'm', 'z'].map((name) => `${name}.twice@example.com`);
    const other = base.openOther();
    const load = (emails: readonly string[]) =>
      importCustomers({ db: other }, { text: [['email', ...emails].join('\n')], dryRun: false, actor: 'x' });
    const reports = await meetAtARow(
      base.db,
      // Somebody registers with the address between.
      (tx) => tx.$executeRaw`INSERT INTO "User" ("email") VALUES (${people[1]})`,
      () => load(people),
      () => load(people.toReversed()),
    );
    const added = reports.map((report) => report.ok && report.value.added);
    expect(added).toEqual([2, 0]);
  });

  test('a file without the columns is refused', async () => {
    for (const text of ['', 'a,b\n1,2', 'name\nAsha'])
      expect(await importCustomers(base, { text: [text], dryRun: true, actor: 'x' })).toMatchObject({
        reason: 'csv_no_columns',
      });
  });

  test('an export defuses formulas in every column, and can be imported again as it stands', async () => {
    for (const name of ['=1+1', '+1', '-1', '@x', '\tx', '\rx'])
      await base.db.$executeRaw`INSERT INTO "User" ("name", "email", "customerType") VALUES
        (${`x${name}`}, ${`${Math.random().toString(36).slice(2)}@example.com`}, ${name})`;
    let text = '';
    for await (const piece of exportCustomers(base, 'admin:a')) text += piece;
    const records: string[][] = [];
    for await (const record of parseCsv([text])) records.push(record);
    expect(records.length).toBe((await base.db.user.count()) + 1);
    for (const record of records.slice(1))
      for (const cell of record) expect(cell).not.toMatch(/^[=+\-@\t\r]/);
    const again = await importCustomers(base, { text: [text], dryRun: true, actor: 'x' });
    expect(again).toMatchObject({ ok: true, value: { added: 0, bad: 0 } });
  });

  test('100,000 rows are in within a minute', { timeout: 90_000 }, async () => {
    const lines = function* () {
      yield 'name,email,phone\n';
      for (let n = 0; n < 100_000; n += 1) yield `Bulk ${n},bulk${n}@example.net,+4915${100_000_000 + n}\n`;
    };
    const start = Date.now();
    let told = 0;
    const report = await importCustomers(base, {
      text: lines(),
      dryRun: false,
      actor: 'x',
      onProgress: () => (told += 1),
    });
    expect(report).toMatchObject({ ok: true, value: { added: 100_000, bad: 0 } });
    expect(told).toBeGreaterThan(50);
    expect(Date.now() - start).toBeLessThan(60_000);
  });
});
