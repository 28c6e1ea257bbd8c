import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordEvent } from '@/lib/audit/record-event';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { wordsOf } from '@/lib/words/words';
import { changePassword } from './change-password';
import { getActivity } from './get-activity';
import { addSignedIn, knownPassword } from './signed-in-fixture';

const words = wordsOf('en').activity;

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.close());

describe('the activity of an account', () => {
  it('says in words what happened, where and with what', async () => {
    const { account, sessionId, visit } = await addSignedIn(test.db);
    await test.db.session.update({
      where: { id: sessionId },
      data: { userAgent: visit.visitor.userAgent },
    });
    const input = { account, sessionId, current: knownPassword, password: 'seven brave walruses' };
    await changePassword(test, { ...input, visitor: visit.visitor });
    const { events, next } = await getActivity(test, { userId: account.id, before: null, words });
    expect(events).toMatchObject([
      {
        sentence: 'Changed the password',
        device: expect.stringContaining('Firefox'),
        place: visit.visitor.clientAddress,
      },
    ]);
    expect(next).toBeNull();
  });

  it('leaves out what belongs to others: their events, the guard, and the reasons and the place of staff', async () => {
    const [mine, theirs] = [await addSignedIn(test.db), await addSignedIn(test.db)];
    const userId = mine.account.id;
    await recordEvent(test.db, { type: 'signed_out', userId: theirs.account.id });
    await recordEvent(test.db, { type: 'guard_decision', userId });
    const data = { kind: 'reveal', what: 'phone', why: 'ticket 4711' };
    await recordEvent(test.db, {
      type: 'admin_action',
      actor: 'admin:1',
      client: '203.0.113.1',
      userId,
      data,
    });
    const { events } = await getActivity(test, { userId, before: null, words });
    expect(events).toMatchObject([
      { sentence: 'Staff looked at an address of yours', place: null, device: null },
    ]);
  });

  it('is read page by page, and nonsense in the address shows the first one', async () => {
    const { account } = await addSignedIn(test.db);
    for (let index = 0; index < 65; index += 1) {
      await recordEvent(test.db, { type: 'signed_out', userId: account.id });
    }
    const seen = new Set<string>();
    let before: string | null = null;
    const sizes: number[] = [];
    do {
      const page = await getActivity(test, { userId: account.id, before, words });
      sizes.push(page.events.length);
      for (const { id } of page.events) seen.add(id);
      before = page.next;
    } while (before);
    expect(sizes).toEqual([30, 30, 5]);
    expect(seen.size).toBe(65);
    for (const nonsense of ['-1', 'x', '9'.repeat(30), '']) {
      const page = await getActivity(test, { userId: account.id, before: nonsense, words });
      expect(page.events).toHaveLength(30);
    }
  });
});
