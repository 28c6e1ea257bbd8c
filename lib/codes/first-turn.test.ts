import { describe, expect, test, vi } from 'vitest';
import { dropDeadDeliveries } from '@/lib/delivery/claim-deliveries';
import { wakeOutbox } from '@/lib/delivery/outbox';
import { placesPerProcess } from '@/lib/delivery/places';
import { newAddress, prepareFirstTurns } from './first-turn-fixture';

const turns = prepareFirstTurns();
const { holdAnswer, answer, tasks, start, reserveAll, create, read, until, endLease } = turns;

describe('a message whose request begins its first turn', () => {
  test('is written as taken, sent when the answer has left, and its attempt is written down when it has ended', async () => {
    await start();
    holdAnswer();
    turns.mail.delayMs = 40;
    const { challenge, firstStep, code, message } = await create();
    expect(firstStep).toEqual({ provider: 'smtp', channel: 'email' });
    expect(message).toMatchObject({ state: 'sending', attemptCount: 1, provider: 'smtp', attempts: [] });
    const leaseMs = message.leasedUntil!.getTime() - message.createdAt.getTime();
    expect(Math.round(leaseMs / 1000)).toBe(30);
    expect(message.availableAt).toEqual(message.leasedUntil);
    answer();
    expect((await turns.sink.waitFor(message.address)).text).toContain(`\n${code}\n`);
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
    turns.mail.refuse = true;
    const { challenge, code } = await create();
    await expect.poll(async () => (await read(challenge.id)).attempts.length).toBe(1);
    turns.mail.refuse = false;
    const sent = await until(challenge.id, 'sent');
    expect((await turns.sink.waitFor(sent.address)).text).toContain(code);
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
    await turns.db.otp.update({ where: { id: dead.challenge.id }, data: { canceledAt: new Date() } });
    const now = performance.now();
    vi.spyOn(performance, 'now').mockReturnValue(now + 60_000);
    answer();
    vi.restoreAllMocks();
    expect(await until(alive.challenge.id, 'sent')).toMatchObject({ attemptCount: 1 });
    const dropped = await until(dead.challenge.id, 'dropped');
    expect(dropped).toMatchObject({ attemptCount: 0, provider: null, attempts: [] });
    expect(turns.sink.messages.flatMap(({ to }) => to)).not.toContain(dropped.address);
  });

  test('is a notice where that goes in the place of the code', async () => {
    await start();
    const owner = await turns.db.user.create({ data: { email: newAddress(), emailVerifiedAt: new Date() } });
    const notice = { template: 'address_in_use', userId: owner.id, params: { name: undefined } } as const;
    const { challenge, firstStep } = await create({
      ...{ address: owner.email!, purpose: 'registration', decoy: true, notice },
    });
    expect(firstStep).not.toBeNull();
    await turns.sink.waitFor(owner.email!);
    const findNotice = () =>
      turns.db.delivery.findFirstOrThrow({ where: { userId: owner.id }, include: { attempts: true } });
    await expect.poll(async () => (await findNotice()).state).toBe('sent');
    const { id, attempts } = await findNotice();
    expect(attempts).toMatchObject([{ id, outcome: 'sent' }]);
    expect(await read(challenge.id)).toMatchObject({ state: 'decoy', attemptCount: 1, provider: 'smtp' });
  });

  test('has a row like that of a decoy, which keeps no place', async () => {
    await start();
    holdAnswer();
    const held = reserveAll(placesPerProcess.codes - 1);
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
    for (const turn of held) turn.giveBack();
  });
});

describe('a message that a vendor has taken', () => {
  test('leaves its place to the next one before that is written down, and is waited for', async () => {
    await start();
    const kept = reserveAll(placesPerProcess.codes - 1);
    const { challenge, message } = await create();
    await turns.db.$transaction(async (tx) => {
      await tx.$executeRaw`SELECT 1 FROM "Delivery" WHERE "id" = ${message.id}::uuid FOR UPDATE`;
      await turns.sink.waitFor(message.address);
      await expect.poll(turns.isReady).toBe(true);
      expect((await read(challenge.id)).state).toBe('sending');
      for (const turn of kept) turn.giveBack();
    });
    await turns.stop();
    expect((await read(challenge.id)).state).toBe('sent');
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
    expect((await turns.sink.waitFor(message.address)).text).toContain(code);
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
    await turns.db.otp.update({ where: { id: challenge.id }, data: { consumedAt: new Date() } });
    expect(await dropDeadDeliveries(turns.db)).toBe(0);
    await endLease();
    await dropDeadDeliveries(turns.db);
    const { id, state, attempts } = await read(challenge.id);
    expect(state).toBe('dropped');
    expect(attempts).toMatchObject([{ id, provider: 'smtp', outcome: null, finishedAt: null }]);
  });

  test('that was none: a call that outlasts its lease ends the attempt that was written down for it', async () => {
    await start();
    turns.mail.delayMs = 2_000;
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
    const stopping = turns.stop().then(() => {
      stopped = true;
    });
    expect((await create()).message).toMatchObject({ state: 'queued' });
    expect(stopped).toBe(false);
    answer();
    await stopping;
    expect(await read(challenge.id)).toMatchObject({ state: 'sent', attemptCount: 1 });
    await turns.sink.waitFor(message.address);
  });
});
