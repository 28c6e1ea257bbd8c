import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { queueCode } from '@/lib/delivery/delivery-fixture';
import { getDelivery } from './get-delivery';
import { readMetrics } from './read-metrics';

let base: TestDatabase;
beforeAll(async () => {
  base = await createTestDatabase();
});
afterAll(() => base.close());

const view = async (id: string) => {
  const { attempts } = (await getDelivery(base, id))!;
  return attempts.map(({ words, tone, detail, vendorId }) => ({ words, tone, detail, vendorId }));
};
const calls = async () => (await readMetrics(base)).attempts;

// A first turn has no attempt of its own until it ends (lib/delivery/first-turn.ts).
test('a call that may be under way is seen before its attempt is written down, and once', async () => {
  const { id } = await queueCode(base.db, { channel: 'email' });
  expect(await view(id)).toEqual([]);
  await base.db.delivery.update({
    where: { id },
    data: { state: 'sending', attemptCount: 1, provider: 'smtp' },
  });
  expect(await view(id)).toMatchObject([{ tone: 'open', detail: null, vendorId: null }]);
  expect((await view(id))[0]!.words).toMatch(/: no answer yet$/);
  expect(await calls()).toEqual([{ provider: 'smtp', outcome: 'open', count: 1 }]);
  await base.db.deliveryAttempt.create({
    data: {
      id,
      deliveryId: id,
      provider: 'smtp',
      channel: 'email',
      outcome: 'failed',
      failureKind: 'timeout',
    },
  });
  expect(await view(id)).toMatchObject([{ tone: 'bad' }]);
  expect(await calls()).toEqual([{ provider: 'smtp', outcome: 'failed', count: 1 }]);
});
