import { afterAll, beforeAll, expect, test } from 'vitest';
import { deliverySettings, smsMessage } from './stand-ins/message-fixture';
import { standInAccount, startTwilioStandIn, type TwilioStandIn } from './stand-ins/twilio-stand-in';
import { twilioVerify } from './twilio-verify';

let vendor: TwilioStandIn;
beforeAll(async () => {
  vendor = await startTwilioStandIn();
});
afterAll(() => vendor.close());

const settings = () =>
  deliverySettings({
    ...{ SMS_PROVIDER: 'twilio-verify', TWILIO_VERIFY_BASE_URL: vendor.url },
    ...{ TWILIO_ACCOUNT_SID: standInAccount.accountSid, TWILIO_AUTH_TOKEN: standInAccount.authToken },
    TWILIO_VERIFY_SERVICE_SID: standInAccount.verifyServiceSid,
  });
const never = new AbortController().signal;
const send = (to: string) => twilioVerify.send(smsMessage({ to }), settings(), never);
const check = (id: string, code: string) => twilioVerify.check!(id, code, settings(), never);

test('the vendor makes the code and says whether it is right', async () => {
  const { verifierId } = await send('+12025550101');
  const { code, channel } = vendor.verifications.at(-1)!;
  expect(channel).toBe('sms');
  expect(await check(verifierId!, String((Number(code) + 1) % 1_000_000).padStart(6, '0'))).toBe(false);
  expect(await check(verifierId!, code)).toBe(true);
  // Used up: the vendor knows no such check any more.
  expect(await check(verifierId!, code)).toBe(false);
});

test('the code of an earlier request to the same number is dead', async () => {
  const first = await send('+12025550102');
  const old = vendor.verifications.at(-1)!.code;
  const second = await send('+12025550102');
  expect(second.verifierId).not.toBe(first.verifierId);
  expect(await check(first.verifierId!, old)).toBe(false);
  expect(await check(second.verifierId!, vendor.verifications.at(-1)!.code)).toBe(true);
});

test('no answer is not a no', async () => {
  const { verifierId } = await send('+12025550103');
  vendor.failNext({ status: 503, code: 20503, message: 'out of order' });
  await expect(check(verifierId!, vendor.verifications.at(-1)!.code)).rejects.toMatchObject({
    kind: 'unavailable',
  });
});
