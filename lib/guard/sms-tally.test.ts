import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { meetAtARow } from '@/lib/db/waiting-fixture';
import { countSent, countVerified } from './sms-tally';

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.close());

it('a message that is counted while a code of the same country comes back stops neither', async () => {
  const other = test.openOther();
  const sentAt = new Date('2026-11-22T10:00:00Z');
  const send = (client: string) =>
    countSent(other, [`prefix:+4477`, 'country:GB', `client:${client}`, 'all'], {
      ...{ decoy: false, costMicros: 0n, at: sentAt },
    });
  // As the rows lie after a while, and as the planner reads a small table: in their order on the page.
  for (const scope of ['prefix:+4477', 'country:GB', 'client:a', 'all']) {
    await countSent(test.db, [scope], { decoy: false, costMicros: 0n, at: sentAt });
  }
  await test.db.$executeRaw`ANALYZE "SmsTally"`;
  await meetAtARow(
    test.db,
    (tx) => tx.$executeRaw`SELECT 1 FROM "SmsTally" WHERE "scope" = 'country:GB' FOR UPDATE`,
    () => countVerified(other, ['prefix:+4477', 'country:GB', 'client:a', 'all'], sentAt),
    () => send('a'),
  );
  const tallies = await test.db.smsTally.findMany();
  expect(tallies.map(({ sent, verified }) => [sent, verified])).toEqual(Array(4).fill([2, 1]));
});
