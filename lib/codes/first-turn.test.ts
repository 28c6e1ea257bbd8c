import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Database } from '@/lib/db/client';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { dropDeadDeliveries } from '@/lib/delivery/claim-deliveries';
import { outboxDeps } from '@/lib/delivery/delivery-fixture';
import type { FirstTurn } from '@/lib/delivery/first-turn';
import { reserveFirstTurn, startOutbox, wakeOutbox } from '@/lib/delivery/outbox';
import { placesPerProcess } from '@/lib/delivery/places';
import { type SmtpSink, startSmtpSink } from '@/lib/delivery/providers/stand-ins/smtp-sink';
import { loadLimits } from '@/lib/limits/catalogue';
import { freely, prepareTake, takeLimits } from '@/lib/limits/take-limits';
import { newChallenge } from './challenge-fixture';
import { createLimitedChallenge, type NewChallenge } from './create-challenge';
import { deriveChallengeCode } from './derive-challenge-code';

let base: TestDatabase;
let db: Database;
let sink: SmtpSink;
let refuse = false;
let delayMs = 0;
let outbox: { stop(): Promise<void> } | null = null;

beforeAll(async () => {
  [base, sink] = await Promise.all([
    createTestDatabase(),
    startSmtpSink({
      refuse: (stage) => (refuse && stage === 'rcpt' ? '451 4.3.0 try later' : null),
      delayMs: () => delayMs,
    }),
  ]);
  db = base.db;
});
afterAll(() => Promise.all([base.close(), sink.close()]));
beforeEach(async () => {
  refuse = false;
  delayMs = 0;
  await db.$executeRaw`TRUNCATE "Otp", "Delivery", "DeliveryAttempt", "Suppression", "ProviderHealth", "LimitWindow" CASCADE`;
});
afterEach(async () => {
  vi.restoreAllMocks();
  answer();
  await outbox?.stop();
  outbox = null;
});

const exchange = globalThis as unknown as Record<symbol, unknown>;
const exchangeKey = Symbol.for('latchkey.exchange');
const tasks: (() => void)[] = [];
/** As inside a request: what comes after the answer waits for `answer`. One that never comes is a crash. */
function holdAnswer(): void {
  exchange[exchangeKey] = { getStore: () => ({ whenAnswered: (task: () => void) => tasks.push(task) }) };
}
function answer(): void {
  delete exchange[exchangeKey];
  for (const task of tasks.splice(0)) task();
}

const reserve = () =>
  reserveFirstTurn({ channel: 'email', address: 'a@example.com', template: 'code', purpose: 'login' });

async function start(): Promise<void> {
  const env = {
    ...{ EMAIL_HOST: '127.0.0.1', EMAIL_PORT: String(sink.port), EMAIL_USE_TLS: 'False' },
    DEFAULT_FROM_EMAIL: 'codes@shop.example',
  };
  outbox = startOutbox(outboxDeps(db, env, { deriveCode: deriveChallengeCode }));
  await expect.poll(isReady).toBe(true);
}
function isReady(): boolean {
  const turn = reserve();
  turn?.giveBack();
  return turn !== null;
}

const newAddress = () => `f${randomBytes(6).toString('hex')}@example.com`;

async function create(over: Partial<NewChallenge> = {}, on: Database = db) {
  const owner = { browserHash: randomBytes(32), clientId: null };
  const made = await createLimitedChallenge(
    on,
    newChallenge(over.address ?? newAddress(), owner, over),
    freely,
  );
  if (!made.ok) throw new Error(made.reason);
  const { challenge, firstStep } = made.value;
  return { challenge, firstStep, code: deriveChallengeCode(challenge)!, message: await read(challenge.id) };
}

const read = (otpId: string) =>
  db.delivery.findFirstOrThrow({
    where: { otpId },
    include: { attempts: { orderBy: [{ startedAt: 'asc' }, { id: 'asc' }] } },
  });

async function until(otpId: string, state: string) {
  await expect.poll(async () => (await read(otpId)).state, { timeout: 10_000, interval: 20 }).toBe(state);
  return read(otpId);
}

const endLease = () =>
  db.$executeRaw`UPDATE "Delivery" SET "availableAt" = now(), "leasedUntil" = now() WHERE "state" = 'sending'`;

describe('a message whose request begins its first turn', () => {
  test('is written as taken, sent when the answer has left, and its attempt is written down when it has ended', async () => {
    await start();
    holdAnswer();
    delayMs = 40;
    const { challenge, firstStep, code, message } = await create();
    expect(firstStep).toEqual({ provider: 'smtp', channel: 'email' });
    expect(message).toMatchObject({ state: 'sending', attemptCount: 1, provider: 'smtp', attempts: [] });
    const leaseMs = message.leasedUntil!.getTime() - message.createdAt.getTime();
    expect(Math.round(leaseMs / 1000)).toBe(30);
    expect(message.availableAt).toEqual(message.leasedUntil);
    answer();
    expect((await sink.waitFor(message.address)).text).toContain(`\n${code}\n`);
    const sent = await until(challenge.id, 'sent');
    expect(sent).toMatchObject({ attemptCount: 1, provider: 'smtp', leasedUntil: null, failureKind: null });
    const [attempt, ...others] = sent.attempts;
    expect(others).toEqual([]);
    expect(attempt).toMatchObject({
      ...{ id: sent.id, provider: 'smtp', channel: 'email', outcome: 'sent' },
      providerMessageId: sent.providerMessageId,
    });
    expect(attempt!.finishedAt!.getTime() - attempt!.startedAt.getTime()).toBeGreaterThanOrEqual(40);
  });

  test('that fails is tried again by the outbox, with the same code', async () => {
    await start();
    refuse = true;
    const { challenge, code } = await create();
    await expect.poll(async () => (await read(challenge.id)).attempts.length).toBe(1);
    refuse = false;
    const sent = await until(challenge.id, 'sent');
    expect((await sink.waitFor(sent.address)).text).toContain(code);
    expect(sent.attemptCount).toBeGreaterThan(1);
    expect(sent.attempts[0]).toMatchObject({ id: sent.id, outcome: 'failed', vendorCode: '451 4.3.0' });
    expect(sent.attempts.at(-1)).toMatchObject({ outcome: 'sent' });
    expect(sent.attempts).toHaveLength(sent.attemptCount);
  });

  test('that had to wait is given to the outbox, which asks whether its code still lives', async () => {
    await start();
    holdAnswer();
    const dead = await create();
    const alive = await create();
    await db.otp.update({ where: { id: dead.challenge.id }, data: { canceledAt: new Date() } });
    const now = performance.now();
    vi.spyOn(performance, 'now').mockReturnValue(now + 60_000);
    answer();
    vi.restoreAllMocks();
    expect(await until(alive.challenge.id, 'sent')).toMatchObject({ attemptCount: 1 });
    const dropped = await until(dead.challenge.id, 'dropped');
    expect(dropped).toMatchObject({ attemptCount: 0, provider: null, attempts: [] });
    expect(sink.messages.flatMap(({ to }) => to)).not.toContain(dropped.address);
  });

  test('is a notice where that goes in the place of the code', async () => {
    await start();
    const owner = await db.user.create({ data: { email: newAddress(), emailVerifiedAt: new Date() } });
    const notice = { template: 'address_in_use', userId: owner.id, params: { name: undefined } } as const;
    const { challenge, firstStep } = await create({
      ...{ address: owner.email!, purpose: 'registration', decoy: true, notice },
    });
    expect(firstStep).not.toBeNull();
    await sink.waitFor(owner.email!);
    const findNotice = () =>
      db.delivery.findFirstOrThrow({ where: { userId: owner.id }, include: { attempts: true } });
    await expect.poll(async () => (await findNotice()).state).toBe('sent');
    const { id, attempts } = await findNotice();
    expect(attempts).toMatchObject([{ id, outcome: 'sent' }]);
    expect(await read(challenge.id)).toMatchObject({ state: 'decoy', attemptCount: 1, provider: 'smtp' });
  });

  test('has a row like that of a decoy, which keeps no place', async () => {
    await start();
    holdAnswer();
    const turns = reserveAll(19);
    const decoy = await create({ decoy: true });
    const { firstStep, message } = await create();
    expect(decoy.firstStep).toEqual(firstStep);
    const shape = ({ id, otpId, address, state, createdAt, ...rest }: typeof message) => ({
      ...rest,
      ...{ availableAt: +rest.availableAt - +createdAt, leasedUntil: +rest.leasedUntil! - +createdAt },
      expiresAt: +rest.expiresAt! - +createdAt,
    });
    expect(shape(decoy.message)).toEqual(shape(message));
    expect([decoy.message.state, message.state]).toEqual(['decoy', 'sending']);
    for (const turn of turns) turn.giveBack();
  });
});

const reserveAll = (count: number): FirstTurn[] =>
  Array.from({ length: count }, () => {
    const turn = reserve();
    if (!turn) throw new Error('no place');
    return turn;
  });

describe('a message waits for the outbox', () => {
  const waiting = { state: 'queued', attemptCount: 0, provider: null, leasedUntil: null };

  test('where no worker runs in this process', async () => {
    const { firstStep, message } = await create();
    expect(firstStep).toBeNull();
    expect(message).toMatchObject(waiting);
  });

  test('where something may not be sent to its address', async () => {
    await start();
    const address = newAddress();
    await db.suppression.create({ data: { channel: 'email', address, reason: 'complained' } });
    const { challenge, firstStep, message } = await create({ address });
    expect(firstStep).toBeNull();
    expect(message).toMatchObject(waiting);
    for (const turn of reserveAll(placesPerProcess.codes)) turn.giveBack();
    wakeOutbox();
    expect(await until(challenge.id, 'failed')).toMatchObject({ failureKind: 'rejected', attempts: [] });
    expect((await create({ address, decoy: true })).firstStep).toBeNull();
  });

  test('where staff chose the vendor', async () => {
    await start();
    expect((await create({ wantedProvider: 'smtp' })).message).toMatchObject(waiting);
  });

  test('where a vendor is in trouble, as somebody else or this process knows', async () => {
    await start();
    await db.providerHealth.create({ data: { provider: 'smtp', region: '*', kind: 'failing' } });
    await expect.poll(isReady).toBe(false);
    // A success forgets it.
    const { challenge, message } = await create();
    expect(message).toMatchObject(waiting);
    wakeOutbox();
    await until(challenge.id, 'sent');
    await expect.poll(isReady).toBe(true);
    refuse = true;
    const failing = await create();
    await expect.poll(isReady, { interval: 1 }).toBe(false);
    refuse = false;
    await until(failing.challenge.id, 'sent');
    await expect.poll(isReady).toBe(true);
  });

  test('where all places are taken, and goes when there are some again', async () => {
    await start();
    const turns = reserveAll(placesPerProcess.codes);
    const { challenge, message } = await create();
    expect(message).toMatchObject(waiting);
    for (const turn of turns) turn.giveBack();
    expect(await until(challenge.id, 'sent')).toMatchObject({ attemptCount: 1 });
  });
});

describe('a place is given back', () => {
  test('where a limit refuses', async () => {
    await start();
    const turns = reserveAll(19);
    const limits = loadLimits(['sends_per_client=1/3600']);
    const uses = [{ limit: 'sends_per_client', subject: 'refused' } as const];
    await takeLimits(db, uses, limits);
    const take = await prepareTake(db, uses, limits);
    if (!take.ok) throw new Error('PostgreSQL is asked with the statement.');
    const owner = { browserHash: randomBytes(32), clientId: null };
    const refused = await createLimitedChallenge(db, newChallenge(newAddress(), owner), take.value);
    expect(refused).toMatchObject({ ok: false, reason: 'limited' });
    expect(await db.delivery.count()).toBe(0);
    expect(isReady()).toBe(true);
    for (const turn of turns) turn.giveBack();
  });

  test('where the statement fails', async () => {
    await start();
    const turns = reserveAll(19);
    const broken = new Proxy(db, {
      get: (target, name) =>
        name === '$queryRaw' ? () => Promise.reject(new Error('gone')) : Reflect.get(target, name),
    });
    await expect(create({}, broken)).rejects.toThrow('gone');
    expect(isReady()).toBe(true);
    for (const turn of turns) turn.giveBack();
  });
});

describe('a crash in a first turn', () => {
  test('leaves an attempt without an end, and another worker sends the same code when the lease has ended', async () => {
    await start();
    holdAnswer();
    const { challenge, code, message } = await create();
    await endLease();
    wakeOutbox();
    const task = tasks.splice(0);
    answer();
    wakeOutbox();
    const sent = await until(challenge.id, 'sent');
    expect((await sink.waitFor(message.address)).text).toContain(code);
    expect(sent.attemptCount).toBe(2);
    expect(sent.attempts.map(({ id, provider, outcome }) => [id === sent.id, provider, outcome])).toEqual([
      [true, 'smtp', null],
      [false, 'smtp', 'sent'],
    ]);
    // Gives its place back.
    for (const late of task) late();
  });

  test('leaves it also where the code was used before', async () => {
    await start();
    holdAnswer();
    const { challenge } = await create();
    await db.otp.update({ where: { id: challenge.id }, data: { consumedAt: new Date() } });
    expect(await dropDeadDeliveries(db)).toBe(0);
    await endLease();
    await dropDeadDeliveries(db);
    const { id, state, attempts } = await read(challenge.id);
    expect(state).toBe('dropped');
    expect(attempts).toMatchObject([{ id, provider: 'smtp', outcome: null, finishedAt: null }]);
  });

  test('that was none: a call that outlasts its lease ends the attempt that was written down for it', async () => {
    await start();
    delayMs = 100;
    const { challenge } = await create();
    // On its way, and taken over.
    await endLease();
    wakeOutbox();
    await expect.poll(async () => (await read(challenge.id)).attempts.length).toBe(2);
    await expect
      .poll(async () => (await read(challenge.id)).attempts.map(({ outcome }) => outcome))
      .toEqual(['sent', 'sent']);
    const { id, attempts } = await until(challenge.id, 'sent');
    expect(attempts.map((attempt) => attempt.id)).toContain(id);
  });
});

describe('stopping', () => {
  test('waits for a first turn whose answer has not left, and sends it', async () => {
    await start();
    holdAnswer();
    const { challenge, message } = await create();
    let stopped = false;
    const stopping = outbox!.stop().then(() => {
      stopped = true;
    });
    expect((await create()).message).toMatchObject({ state: 'queued' });
    expect(stopped).toBe(false);
    answer();
    await stopping;
    expect(await read(challenge.id)).toMatchObject({ state: 'sent', attemptCount: 1 });
    await sink.waitFor(message.address);
  });
});
