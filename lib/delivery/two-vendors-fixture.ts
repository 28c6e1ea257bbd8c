import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { outboxDeps } from './delivery-fixture';
import { startOutbox } from './outbox';
import type { OutboxDeps } from './outbox-deps';
import {
  standInAccount,
  startTwilioStandIn,
  type TwilioStandIn,
} from './providers/stand-ins/twilio-stand-in';
import type { VendorStandIn } from './providers/stand-ins/vendor-stand-in';
import { startVonageStandIn, vonageKeys } from './providers/stand-ins/vonage-stand-in';

/**
 * For tests: stand-ins of Twilio and then Vonage, a database of the file's own that is empty before each test, and an outbox
 * that ends after it. What starts before the tests is there inside of them.
 */
export function prepareTwoVendors() {
  let database: TestDatabase;
  let twilio: TwilioStandIn;
  let vonage: VendorStandIn;
  let outbox: { stop(): Promise<void> } | null = null;

  beforeAll(async () => {
    [database, twilio, vonage] = await Promise.all([
      createTestDatabase(),
      startTwilioStandIn(),
      startVonageStandIn(),
    ]);
  });
  afterAll(() => Promise.all([database.close(), twilio.close(), vonage.close()]));
  beforeEach(async () => {
    await database.db
      .$executeRaw`TRUNCATE "User", "Otp", "Delivery", "DeliveryAttempt", "ProviderHealth", "Suppression" CASCADE`;
    vonage.requests.length = 0;
  });

  async function stop() {
    await outbox?.stop();
    outbox = null;
  }
  afterEach(stop);

  const env = (): Record<string, string> => ({
    ...{ SMS_PROVIDER: 'twilio,vonage', EMAIL_PROVIDER: 'none', TWILIO_BASE_URL: twilio.url },
    ...{ TWILIO_ACCOUNT_SID: standInAccount.accountSid, TWILIO_AUTH_TOKEN: standInAccount.authToken },
    ...{ TWILIO_PHONE_NUMBER: standInAccount.from, VONAGE_API_KEY: vonageKeys.apiKey },
    ...{ VONAGE_API_SECRET: vonageKeys.apiSecret, VONAGE_BASE_URL: vonage.url },
  });

  const read = (id: string) =>
    database.db.delivery.findUniqueOrThrow({
      where: { id },
      include: { attempts: { orderBy: { startedAt: 'asc' } } },
    });

  return {
    get db() {
      return database.db;
    },
    get twilio() {
      return twilio;
    },
    get vonage() {
      return vonage;
    },
    env,
    read,
    stop,
    start(change: Record<string, string> = {}, deps: Partial<OutboxDeps> = {}) {
      outbox = startOutbox(outboxDeps(database.db, { ...env(), ...change }, deps));
    },
    /** Waits until the message has that state. */
    async until(id: string, state: string) {
      await expect.poll(async () => (await read(id)).state, { timeout: 15_000, interval: 20 }).toBe(state);
      return read(id);
    },
  };
}
