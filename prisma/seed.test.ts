import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { demoCustomers, seed } from './seed';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});

afterAll(() => database.close());

test('a second run adds nobody and leaves changed customers as they are', async () => {
  const { db } = database;
  expect(await seed(db)).toEqual({ added: demoCustomers.length, present: 0 });
  await db.user.update({ where: { email: 'test@example.com' }, data: { name: 'Renamed' } });
  expect(await seed(db)).toEqual({ added: 0, present: demoCustomers.length });
  const customer = await db.user.findUnique({ where: { email: 'test@example.com' } });
  expect(customer).toMatchObject({ name: 'Renamed', phone: '+919876543210', customerType: 'Household' });
});
