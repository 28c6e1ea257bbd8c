import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { getApiKeyByPair, getApiKeyByToken } from '@/lib/accounts/api-keys';
import { findEvents } from '@/lib/audit/find-events';
import { getSwitches, noSwitches, setSwitches } from '@/lib/config/switches';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { findEndpoints } from '@/lib/delivery/webhooks/endpoints';
import { findMessages } from '@/lib/delivery/webhooks/find-messages';
import { guardSend } from '@/lib/guard/guard-send';
import { flushRefusals } from '@/lib/limits/refusals';
import { takeLimits } from '@/lib/limits/take-limits';
import { endApiKey, listApiKeys, makeApiKey, renewApiKey } from './api-keys';
import { changeSwitch } from './change-switch';
import { visitor } from './console-fixture';
import { getDelivery } from './get-delivery';
import { getGuardOverview } from './get-guard-overview';
import { getLiveNumbers } from './get-live-numbers';
import { resendDelivery } from './resend-delivery';
import { sendTest } from './send-test';
import { findSwitchState } from './switch-state';
import { changeWebhook, makeWebhook, renewWebhookSecret } from './webhooks';

let base: TestDatabase;
beforeAll(async () => {
  base = await createTestDatabase();
});
afterAll(() => base.close());
afterEach(() => setSwitches(noSwitches));

const staff = { id: '00000000-0000-0000-0000-00000000000a', actor: 'admin:a' };
const newest = async () => (await findEvents(base.db, {}))[0]!;

describe('API keys', () => {
  const asked = {
    name: ' Shop  front ',
    scopes: ['codes'],
    days: '30',
    perMinute: '',
    perAddressHour: '',
    staff,
  };

  test('a key works with what was shown once; the list and the log have no secret', async () => {
    const made = await makeApiKey(base, asked);
    if (!made.ok) throw new Error(made.reason);
    const { token, id, secret } = made.value;
    expect(await getApiKeyByToken(base.db, token)).toMatchObject({ name: 'Shop front', scopes: ['codes'] });
    const event = await newest();
    expect(event).toMatchObject({
      type: 'api_key_created',
      actor: 'admin:a',
      data: { key: id, name: 'Shop front' },
    });
    const told = JSON.stringify([await listApiKeys(base), event.data]);
    for (const hidden of [token, secret]) expect(told).not.toContain(hidden);
    expect((await listApiKeys(base))[0]).toMatchObject({
      sid: id,
      state: 'live',
      createdBy: `console:${staff.id}`,
    });
  });

  test('rotated secrets work beside the former ones, or at once alone; a revoked key not at all', async () => {
    const made = await makeApiKey(base, asked);
    if (!made.ok) throw new Error(made.reason);
    const key = (await listApiKeys(base)).find(({ sid }) => sid === made.value.id)!;
    const renewed = await renewApiKey(base, { id: key.id, hours: '24', actor: 'admin:a' });
    if (!renewed.ok) throw new Error(renewed.reason);
    expect(await getApiKeyByToken(base.db, made.value.token)).not.toBeNull();
    expect(await getApiKeyByPair(base.db, key.sid, renewed.value.secret)).not.toBeNull();
    const again = await renewApiKey(base, { id: key.id, hours: '0', actor: 'admin:a' });
    if (!again.ok) throw new Error(again.reason);
    expect(await getApiKeyByToken(base.db, renewed.value.token)).toBeNull();
    expect(await endApiKey(base, { id: key.id, actor: 'admin:a' })).toMatchObject({ ok: true });
    expect(await getApiKeyByToken(base.db, again.value.token)).toBeNull();
    expect(await endApiKey(base, { id: key.id, actor: 'admin:a' })).toMatchObject({ reason: 'key_gone' });
    expect(await renewApiKey(base, { id: key.id, hours: '1', actor: 'admin:a' })).toMatchObject({
      reason: 'key_gone',
    });
  });

  test('what is no name, right or number makes no key', async () => {
    const before = await base.db.apiKey.count();
    const wrong = [
      { name: ' ' },
      { name: 'x'.repeat(101) },
      { scopes: [] },
      { scopes: ['codes', 'everything'] },
      { days: '0' },
      { days: '-1' },
      { days: '1e3' },
      { days: '9999' },
      { perMinute: '1.5' },
      { perAddressHour: "1'; DROP TABLE" },
    ];
    for (const change of wrong)
      expect(await makeApiKey(base, { ...asked, ...change })).toMatchObject({ reason: 'key_malformed' });
    expect(await base.db.apiKey.count()).toBe(before);
  });
});

describe('webhooks', () => {
  test('an endpoint is made, tried, replayed, turned off and on; each deed is in the log', async () => {
    const made = await makeWebhook(base, {
      url: 'https://shop.example.com/hooks',
      events: ['code.verified'],
      staff,
    });
    if (!made.ok) throw new Error(made.reason);
    const { id, secret } = made.value;
    expect(secret).toMatch(/^whsec_/);
    for (const deed of ['test', 'test'] as const)
      expect(await changeWebhook(base, { id, deed, staff })).toMatchObject({ ok: true });
    const [message] = await findMessages(base.db, { endpointId: id }, 10);
    expect(message).toMatchObject({ type: 'webhook.test', state: 'queued', attempts: 0, isOn: true });
    await base.db.webhookMessage.update({
      where: { id: message!.id },
      data: { state: 'failed', attemptCount: 8, lastStatus: 500, lastError: 'HTTP 500' },
    });
    expect(await findMessages(base.db, { state: 'failed' }, 10)).toMatchObject([{ lastError: 'HTTP 500' }]);
    expect(await changeWebhook(base, { id: message!.id, deed: 'replay', staff })).toMatchObject({ ok: true });
    expect((await findMessages(base.db, { state: 'queued' }, 10)).map(({ attempts }) => attempts)).toEqual([
      0, 0,
    ]);
    expect(await changeWebhook(base, { id, deed: 'replay_failed', staff })).toMatchObject({
      reason: 'staff_nothing_to_do',
    });
    const renewed = await renewWebhookSecret(base, { id, staff });
    expect(renewed.ok && renewed.value.secret).not.toBe(secret);
    expect(await changeWebhook(base, { id, deed: 'disable', staff })).toMatchObject({ ok: true });
    expect((await findMessages(base.db, { state: 'queued' }, 10)).length).toBe(0);
    for (const deed of ['test', 'disable'] as const)
      expect(await changeWebhook(base, { id, deed, staff })).toMatchObject({ reason: 'webhook_gone' });
    expect(await changeWebhook(base, { id, deed: 'enable', staff })).toMatchObject({ ok: true });
    expect((await findEndpoints(base.db))[0]).toMatchObject({ disabledAt: null, disabledReason: null });
    const kinds = (await findEvents(base.db, { type: 'admin_action' })).map(({ data }) => data.kind);
    expect(kinds).toEqual(
      expect.arrayContaining([
        'webhook_created',
        'webhook_test',
        'webhook_replay',
        'webhook_rotated',
        'webhook_disable',
      ]),
    );
    expect(JSON.stringify(await findEvents(base.db, {}))).not.toContain(secret);
  });

  test('an address inside, with a password, or of another protocol is refused, and so is an unknown event', async () => {
    const urls = [
      'http://shop.example.com',
      'https://127.0.0.1/x',
      'https://u:p@shop.example.com',
      'javascript:alert(1)',
      '',
      'x',
    ];
    for (const url of urls)
      expect([url, await makeWebhook(base, { url, events: [], staff })]).toMatchObject([
        url,
        { reason: 'webhook_refused' },
      ]);
    expect(
      await makeWebhook(base, { url: 'https://shop.example.com', events: ['<b>'], staff }),
    ).toMatchObject({
      reason: 'webhook_refused',
    });
  });
});

describe('switches', () => {
  test('hold in this process at once, are read by others, and are taken back', async () => {
    expect(
      await changeSwitch(base, { key: 'channel_off:sms', value: 'off', actor: 'admin:a' }),
    ).toMatchObject({ ok: true });
    expect(getSwitches().channelsOff).toEqual(new Set(['sms']));
    expect(await newest()).toMatchObject({
      actor: 'admin:a',
      data: { kind: 'switch', key: 'channel_off:sms' },
    });
    const state = await findSwitchState(base);
    expect(state.channels.find(({ channel }) => channel === 'sms')?.off).toMatchObject({
      changedBy: 'admin:a',
    });
    expect(state.ways.map(({ value }) => value)).not.toContain('sms');
    await changeSwitch(base, { key: 'channel_off:sms', value: null, actor: 'admin:a' });
    expect(getSwitches().channelsOff.size).toBe(0);
  });

  test('a switch or a value that there is not is refused', async () => {
    const wrong: [string, string | null][] = [
      ['pumping_guard', 'sometimes'],
      ['channel_off:pigeon', 'off'],
      ['channel_off:sms', 'maybe'],
      ['country_lifted:<B>', 'lifted'],
      ['country_lifted:in', 'lifted'],
      ['APP_SECRET', 'x'],
      ['', null],
    ];
    for (const [key, value] of wrong)
      expect([key, await changeSwitch(base, { key, value, actor: 'a' })]).toMatchObject([
        key,
        { reason: 'switch_malformed' },
      ]);
    expect(await base.db.operatorSwitch.count()).toBe(0);
  });

  test('a lifted country is free of the rules about its numbers, for a day', async () => {
    await changeSwitch(base, { key: 'pumping_guard', value: 'enforce', actor: 'a' });
    let sent = 0;
    const ask = () => {
      sent += 1;
      const client = `198.51.100.${sent}`;
      const address = `+99890123${String(sent).padStart(4, '0')}`;
      return guardSend(base.db, {
        channel: 'sms',
        address,
        client,
        open: true,
        decoy: false,
        requestId: 'r',
      });
    };
    let refused = false;
    while (!refused && sent < 30) refused = !(await ask()).ok;
    expect(refused).toBe(true);
    const guard = await getGuardOverview(base);
    expect(guard.pumping).toEqual({ mode: 'enforce', setting: 'record' });
    expect(guard.reasons).toMatchObject([{ reason: 'prefix_velocity', blocked: 1, wouldHave: 0 }]);
    expect(guard.decisions[0]).toMatchObject({ stopped: true, country: 'UZ', channel: 'sms' });
    await changeSwitch(base, { key: 'country_lifted:UZ', value: 'lifted', actor: 'a' });
    expect((await ask()).ok).toBe(true);
    await base.db.operatorSwitch.update({
      where: { key: 'country_lifted:UZ' },
      data: { expiresAt: new Date(Date.now() - 1000) },
    });
    await changeSwitch(base, { key: 'pumping_guard', value: null, actor: 'a' });
    expect(getSwitches().countriesLifted.size).toBe(0);
  });
});

test('what the guard wrote in another shape does not break the page', async () => {
  for (const data of [{}, { reasons: 'x', country: 7 }, { reasons: { a: 1 }, decision: ['<b>'] }])
    await base.db.auditEvent.create({ data: { type: 'guard_decision', actor: 'system', data } });
  expect((await getGuardOverview(base)).decisions.slice(0, 3).map(({ reasons }) => reasons)).toEqual([
    [],
    [],
    [],
  ]);
});

test('refusals are counted by the limit that refused', async () => {
  const before = (await getGuardOverview(base)).limits.find(({ limit }) => limit === 'puzzles_per_client')!;
  const limits = Object.fromEntries([['puzzles_per_client', { max: 1, seconds: 60 }]]) as never;
  const use = [{ limit: 'puzzles_per_client', subject: 'x' }] as const;
  for (let count = 0; count < 4; count += 1) await takeLimits(base.db, use, limits);
  await flushRefusals(base.db);
  await flushRefusals(base.db);
  const after = (await getGuardOverview(base)).limits.find(({ limit }) => limit === 'puzzles_per_client')!;
  expect([after.lastHour - before.lastHour, after.lastWeek - before.lastWeek]).toEqual([3, 3]);
});

describe('a test of a provider', () => {
  test('goes through the outbox by the provider that was chosen, is audited, and names no code and no full address', async () => {
    const before = await getLiveNumbers(base);
    const sent = await sendTest(base, { to: 'ops@example.com', way: 'email', staff, visitor });
    if (!sent.ok) throw new Error(sent.reason);
    const delivery = await getDelivery(base, sent.value.deliveryId);
    expect(delivery).toMatchObject({ channel: 'email', purpose: 'verification', state: 'queued' });
    const event = await newest();
    expect(event).toMatchObject({
      deliveryId: sent.value.deliveryId,
      data: { kind: 'test', channel: 'email' },
    });
    expect(JSON.stringify(event.data)).not.toContain('ops@example.com');
    expect((await getLiveNumbers(base)).requested).toBe(before.requested + 1);
  });

  test('needs an address of its kind and a way that there is', async () => {
    const ask = (to: string, way: string) => sendTest(base, { to, way, staff, visitor });
    expect(await ask('+12025550123', 'email')).toMatchObject({ reason: 'test_address_malformed' });
    expect(await ask('"><script>', 'email')).toMatchObject({ reason: 'test_address_malformed' });
    for (const way of ['', 'pigeon', 'email twilio', 'email __proto__'])
      expect(await ask('ops@example.com', way)).toMatchObject({ reason: 'channel_not_offered' });
  });
});

test('a code is sent again only while it lives, and only by a provider that there is', async () => {
  const sent = await sendTest(base, { to: 'again@example.com', way: 'email', staff, visitor });
  if (!sent.ok) throw new Error(sent.reason);
  const { deliveryId } = sent.value;
  const ask = (provider: string, id = deliveryId) =>
    resendDelivery(base, { deliveryId: id, provider, staff, visitor });
  // It waits in the outbox: nothing to send again yet.
  expect(await ask('development')).toMatchObject({ reason: 'code_gone' });
  await base.db.delivery.update({
    where: { id: deliveryId },
    data: { state: 'failed', provider: 'development' },
  });
  expect((await getDelivery(base, deliveryId))?.canGoAgain).toBe(true);
  expect(await ask('smtp')).toMatchObject({ reason: 'code_gone' });
  expect(await ask('development')).toMatchObject({ ok: true });
  expect(await base.db.delivery.findUnique({ where: { id: deliveryId } })).toMatchObject({
    state: 'queued',
    wantedProvider: 'development',
  });
  expect(await newest()).toMatchObject({ deliveryId, data: { kind: 'resend', provider: 'development' } });
  expect(await ask('development', '00000000-0000-0000-0000-000000000000')).toMatchObject({
    reason: 'not_found',
  });
});
