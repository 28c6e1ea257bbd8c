import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { setLocale } from './set-locale';
import { addSignedIn } from './signed-in-fixture';

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.close());

it.each([
  [null, 'de', 'de'],
  ['en', 'de', 'de'],
  // The region of the same language is worth keeping.
  ['pt-BR', 'pt', 'pt-BR'],
  ['pt-BR', 'en', 'en'],
])('an account in %s that chooses %s is in %s', async (former, chosen, kept) => {
  const { account } = await addSignedIn(test.db);
  await test.db.user.update({ where: { id: account.id }, data: { locale: former } });
  await setLocale(test, { userId: account.id, locale: chosen });
  expect(await test.db.user.findUniqueOrThrow({ where: { id: account.id } })).toMatchObject({ locale: kept });
});
