import { createApiKey } from '@/lib/accounts/api-keys';
import type { Database } from '@/lib/db/client';
import { simulateTraffic } from '@/scripts/simulate-traffic';

/** A month of traffic, two keys and an endpoint. @returns a customer and a delivery that are worth a picture */
export async function fillConsole(
  db: Database,
  databaseUrl: string,
): Promise<{ customerId: string; deliveryId: string }> {
  await simulateTraffic(databaseUrl, { customers: 3_000, codes: 9_000, tell: () => {} });
  await createApiKey(db, { name: 'Web shop', scopes: ['codes', 'accounts'], createdBy: 'command line' });
  await createApiKey(db, {
    name: 'Call centre',
    scopes: ['codes'],
    perMinute: 60,
    expiresAt: new Date(Date.now() + 90 * 86_400_000),
    createdBy: 'command line',
  });
  const endpoint = await db.webhookEndpoint.create({
    data: {
      url: 'https://shop.example.com/hooks',
      events: ['code.verified'],
      keyId: 'k',
      createdBy: 'command line',
    },
  });
  const message = { endpointId: endpoint.id, type: 'code.verified', data: {}, occurredAt: new Date() };
  await db.webhookMessage.createMany({
    data: [
      {
        ...message,
        eventId: -3n,
        state: 'delivered',
        attemptCount: 1,
        lastStatus: 204,
        deliveredAt: new Date(),
      },
      {
        ...message,
        eventId: -2n,
        state: 'delivered',
        attemptCount: 2,
        lastStatus: 200,
        deliveredAt: new Date(),
      },
      { ...message, eventId: -1n, state: 'failed', attemptCount: 8, lastStatus: 503, lastError: 'HTTP 503' },
    ],
  });
  // One that the outage hit: a first vendor that failed, a second one that delivered.
  const delivery = await db.delivery.findFirstOrThrow({
    where: { attemptCount: 2, state: 'delivered', userId: { not: null } },
    orderBy: { createdAt: 'desc' },
  });
  return { customerId: delivery.userId!, deliveryId: delivery.id };
}
