import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { wakeOutbox } from '@/lib/delivery/outbox';
import { placesPerProcess } from '@/lib/delivery/places';
import { loadLimits } from '@/lib/limits/catalogue';
import { prepareTake, takeLimits } from '@/lib/limits/take-limits';
import { newChallenge } from './challenge-fixture';
import { createLimitedChallenge } from './create-challenge';
import { newAddress, prepareFirstTurns } from './first-turn-fixture';

const turns = prepareFirstTurns();
const { start, isReady, reserveAll, create, until } = turns;

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
    await turns.db.suppression.create({ data: { channel: 'email', address, reason: 'complained' } });
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
    await turns.db.providerHealth.create({ data: { provider: 'smtp', region: '*', kind: 'failing' } });
    await expect.poll(isReady).toBe(false);
    // A success forgets it.
    const { challenge, message } = await create();
    expect(message).toMatchObject(waiting);
    wakeOutbox();
    await until(challenge.id, 'sent');
    await expect.poll(isReady).toBe(true);
    turns.mail.refuse = true;
    const failing = await create();
    await expect.poll(isReady, { interval: 1 }).toBe(false);
    turns.mail.refuse = false;
    await until(failing.challenge.id, 'sent');
    await expect.poll(isReady).toBe(true);
  });

  test('where all places are taken, and goes when there are some again', async () => {
    await start();
    const held = reserveAll(placesPerProcess.codes);
    const { challenge, message } = await create();
    expect(message).toMatchObject(waiting);
    for (const turn of held) turn.giveBack();
    expect(await until(challenge.id, 'sent')).toMatchObject({ attemptCount: 1 });
  });
});

describe('a place is given back', () => {
  test('where a limit refuses', async () => {
    await start();
    const held = reserveAll(placesPerProcess.codes - 1);
    const limits = loadLimits(['sends_per_client=1/3600']);
    const uses = [{ limit: 'sends_per_client', subject: 'refused' } as const];
    await takeLimits(turns.db, uses, limits);
    const take = await prepareTake(turns.db, uses, limits);
    if (!take.ok) throw new Error('PostgreSQL is asked with the statement.');
    const owner = { browserHash: randomBytes(32), clientId: null };
    const refused = await createLimitedChallenge(turns.db, newChallenge(newAddress(), owner), take.value);
    expect(refused).toMatchObject({ ok: false, reason: 'limited' });
    expect(await turns.db.delivery.count()).toBe(0);
    expect(isReady()).toBe(true);
    for (const turn of held) turn.giveBack();
  });

  test('where the statement fails', async () => {
    await start();
    const held = reserveAll(placesPerProcess.codes - 1);
    const broken = new Proxy(turns.db, {
      get: (target, name) =>
        name === '$queryRaw' ? () => Promise.reject(new Error('gone')) : Reflect.get(target, name),
    });
    await expect(create({}, broken)).rejects.toThrow('gone');
    expect(isReady()).toBe(true);
    for (const turn of held) turn.giveBack();
  });
});
