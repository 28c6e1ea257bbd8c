import { afterEach, expect, test } from 'vitest';
import { loadDeliverySettings } from '@/lib/config/delivery-settings';
import { noSwitches, parseSwitches, type SwitchRow, setSwitches } from '@/lib/config/switches';
import { isChannelOffered } from './channel';
import { queueCode } from './delivery-fixture';
import { findResendProviders, resendDelivery } from './resend-delivery';
import { prepareTwoVendors } from './two-vendors-fixture';

const vendors = prepareTwoVendors();
const { env, start, read, until } = vendors;
afterEach(() => setSwitches(noSwitches));

const settings = () => loadDeliverySettings(env(), [], { loopback: true });
const turn = (...keys: string[]) => setSwitches(parseSwitches(keys.map((key) => ({ key, value: 'off' }))));

test('a vendor that is switched off is not called, and the next one is', async () => {
  turn('provider_off:twilio');
  const { id } = await queueCode(vendors.db);
  start();
  const sent = await until(id, 'sent');
  expect(sent.attempts.map(({ provider }) => provider)).toEqual(['vonage']);
});

test('what a vendor answers that it costs is kept with the call', async () => {
  turn('provider_off:twilio');
  const { id } = await queueCode(vendors.db);
  start();
  const [attempt] = (await until(id, 'sent')).attempts;
  expect(attempt).toMatchObject({ priceMicros: 33_300n, priceCurrency: 'EUR' });
});

test('a code for a channel that is switched off fails at once, without a call; a notice waits for it', async () => {
  turn('channel_off:sms');
  const { id } = await queueCode(vendors.db);
  const notice = await vendors.db.delivery.create({
    data: { template: 'password_changed', channel: 'sms', address: '+12025550188' },
  });
  start();
  const failed = await until(id, 'failed');
  expect(failed).toMatchObject({ attempts: [], failureKind: 'unavailable' });
  expect(failed.failureDetail).toBe('Staff has switched off every provider for sms.');
  const isPostponed = async () => {
    const { state, availableAt } = await read(notice.id);
    return state === 'queued' && availableAt.getTime() > Date.now() + 20_000;
  };
  await expect.poll(isPostponed, { timeout: 15_000, interval: 20 }).toBe(true);
  turn();
  await vendors.db.delivery.update({ where: { id: notice.id }, data: { availableAt: new Date() } });
  expect((await until(notice.id, 'sent')).attempts).toHaveLength(1);
});

test('a channel is offered while one of its vendors is on', () => {
  const offered = (rows: string[]) =>
    isChannelOffered('sms', settings(), parseSwitches(rows.map((key) => ({ key, value: 'off' }))));
  expect(offered([])).toBe(true);
  expect(offered(['provider_off:twilio'])).toBe(true);
  expect(offered(['provider_off:twilio', 'provider_off:vonage'])).toBe(false);
  expect(offered(['channel_off:sms'])).toBe(false);
  expect(offered(['channel_off:email'])).toBe(true);
  expect(isChannelOffered('email', settings(), noSwitches)).toBe(false);
});

test('rows that nobody understands switch nothing', () => {
  const odd: SwitchRow[] = [
    { key: 'channel_off:pigeon', value: 'off' },
    { key: 'provider_off:__proto__', value: 'off' },
    { key: 'pumping_guard', value: 'sometimes' },
    { key: 'country_lifted:<b>', value: 'lifted' },
    { key: '', value: '' },
  ];
  expect(parseSwitches(odd)).toEqual(noSwitches);
});

test('staff sends the same code again by another vendor, while it lives', async () => {
  const { id, otpId, code } = await queueCode(vendors.db);
  start();
  expect((await until(id, 'sent')).provider).toBe('twilio');
  const choices = findResendProviders('sms', 'login', settings(), noSwitches);
  expect(choices).toEqual(['twilio', 'vonage']);
  vendors.vonage.requests.length = 0;
  expect(await resendDelivery(vendors.db, id, 'vonage')).toBe(true);
  await expect.poll(async () => (await read(id)).provider, { timeout: 15_000, interval: 20 }).toBe('vonage');
  const again = await read(id);
  expect(again.attempts.map(({ provider }) => provider)).toEqual(['twilio', 'vonage']);
  expect(JSON.stringify(vendors.vonage.requests)).toContain(code);
  // The wish is for one turn: what is lost after it goes the usual way.
  expect(again.wantedProvider).toBeNull();
  await vendors.db.otp.update({ where: { id: otpId }, data: { consumedAt: new Date() } });
  expect(await resendDelivery(vendors.db, id, 'twilio')).toBe(false);
});

test('a code that a vendor made itself cannot go out by another one', async () => {
  const { id, otpId } = await queueCode(vendors.db);
  start();
  await until(id, 'sent');
  await vendors.db.otp.update({
    where: { id: otpId },
    data: { verifier: 'twilio-verify', verifierId: 'VE1' },
  });
  expect(await resendDelivery(vendors.db, id, 'vonage')).toBe(false);
});
