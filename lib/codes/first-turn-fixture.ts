import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, expect, vi } from 'vitest';
import type { Database } from '@/lib/db/client';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { outboxDeps } from '@/lib/delivery/delivery-fixture';
import type { FirstTurn } from '@/lib/delivery/first-turn';
import { reserveFirstTurn, startOutbox } from '@/lib/delivery/outbox';
import { type SmtpSink, startSmtpSink } from '@/lib/delivery/providers/stand-ins/smtp-sink';
import { freely } from '@/lib/limits/take-limits';
import { newChallenge } from './challenge-fixture';
import { createLimitedChallenge, type NewChallenge } from './create-challenge';
import { deriveChallengeCode } from './derive-challenge-code';

const exchange = globalThis as unknown as Record<symbol, unknown>;
const exchangeKey = Symbol.for('latchkey.exchange');

/** For tests: an address that no other test has. */
export const newAddress = () => `f${randomBytes(6).toString('hex')}@example.com`;

/** For tests: a database, a mail server, and an outbox of this process that sends to it, for the file that calls it. */
export function prepareFirstTurns() {
  let base: TestDatabase;
  let sink: SmtpSink;
  let outbox: { stop(): Promise<void> } | null = null;
  /** What waits for the answer under way to leave. */
  const tasks: (() => void)[] = [];
  const mail = { refuse: false, delayMs: 0 };

  beforeAll(async () => {
    [base, sink] = await Promise.all([
      createTestDatabase(),
      startSmtpSink({
        refuse: (stage) => (mail.refuse && stage === 'rcpt' ? '451 4.3.0 try later' : null),
        delayMs: () => mail.delayMs,
      }),
    ]);
  });
  afterAll(() => Promise.all([base.close(), sink.close()]));
  beforeEach(async () => {
    Object.assign(mail, { refuse: false, delayMs: 0 });
    await base.db
      .$executeRaw`TRUNCATE "Otp", "Delivery", "DeliveryAttempt", "Suppression", "ProviderHealth", "LimitWindow" CASCADE`;
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    answer();
    await outbox?.stop();
    outbox = null;
  });

  function answer(): void {
    delete exchange[exchangeKey];
    for (const task of tasks.splice(0)) task();
  }

  const reserve = () =>
    reserveFirstTurn({ channel: 'email', address: 'a@example.com', template: 'code', purpose: 'login' });

  function isReady(): boolean {
    const turn = reserve();
    turn?.giveBack();
    return turn !== null;
  }

  const read = (otpId: string) =>
    base.db.delivery.findFirstOrThrow({
      where: { otpId },
      include: { attempts: { orderBy: [{ startedAt: 'asc' }, { id: 'asc' }] } },
    });

  return {
    get db(): Database {
      return base.db;
    },
    get sink(): SmtpSink {
      return sink;
    },
    /** What the mail server does from now on. */
    mail,
    tasks,

    /** As inside a request: what comes after the answer waits for `answer`. One that never comes is a crash. */
    holdAnswer(): void {
      exchange[exchangeKey] = { getStore: () => ({ whenAnswered: (task: () => void) => tasks.push(task) }) };
    },
    answer,

    /** Starts the outbox of this process. Resolves when it has places. */
    async start(): Promise<void> {
      const env = {
        ...{ EMAIL_HOST: '127.0.0.1', EMAIL_PORT: String(sink.port), EMAIL_USE_TLS: 'False' },
        DEFAULT_FROM_EMAIL: 'codes@shop.example',
      };
      outbox = startOutbox(outboxDeps(base.db, env, { deriveCode: deriveChallengeCode }));
      await expect.poll(isReady).toBe(true);
    },
    stop: () => outbox!.stop(),
    /** Whether a request would get a place. */
    isReady,

    /** Takes this many places. */
    reserveAll: (count: number): FirstTurn[] =>
      Array.from({ length: count }, () => {
        const turn = reserve();
        if (!turn) throw new Error('no place');
        return turn;
      }),

    async create(over: Partial<NewChallenge> = {}, on: Database = base.db) {
      const owner = { browserHash: randomBytes(32), clientId: null };
      const asked = newChallenge(over.address ?? newAddress(), owner, over);
      const made = await createLimitedChallenge(on, asked, freely);
      if (!made.ok) throw new Error(made.reason);
      const { challenge, firstStep } = made.value;
      const message = await read(challenge.id);
      return { challenge, firstStep, code: deriveChallengeCode(challenge)!, message };
    },

    /** The message of a challenge, with its attempts. */
    read,

    async until(otpId: string, state: string) {
      await expect.poll(async () => (await read(otpId)).state, { timeout: 10_000, interval: 20 }).toBe(state);
      return read(otpId);
    },

    endLease: () =>
      base.db
        .$executeRaw`UPDATE "Delivery" SET "availableAt" = now(), "leasedUntil" = now() WHERE "state" = 'sending'`,
  };
}
