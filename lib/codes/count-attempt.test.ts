import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { meetAtARow } from '@/lib/db/waiting-fixture';
import { freely } from '@/lib/limits/take-limits';
import { issueChallenge } from './challenge-fixture';
import { countAttempt, takeBackAttempt } from './count-attempt';

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.close());

it('a guess that is taken back while another one of the same code is counted stops neither', async () => {
  const { challenge, owner } = await issueChallenge(test.db);
  const { id, purpose } = challenge;
  const count = (db = test.db) => countAttempt(db, { id, owner, purposes: [purpose] }, freely);
  await count();
  const other = test.openOther();
  const [counted] = await meetAtARow(
    test.db,
    (tx) => tx.$executeRaw`SELECT 1 FROM "Otp" WHERE "id" = ${id}::uuid FOR NO KEY UPDATE`,
    () => count(other),
    () => takeBackAttempt(other, challenge),
  );
  expect(counted.counted).toMatchObject({ attempts: 2 });
  expect(await test.db.otp.findUniqueOrThrow({ where: { id } })).toMatchObject({ attempts: 1 });
  expect(await test.db.hold.findMany()).toMatchObject([{ failures: 1, total: 1 }]);
});
