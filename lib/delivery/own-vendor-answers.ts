import { randomBytes } from 'node:crypto';
import type { ProviderId } from '@/lib/config/delivery-settings';

/** Vendors that are called by HTTP. Mail servers have their own (providers/own-mail-server.ts); the console is nobody's. */
export type RehearsedVendor = Exclude<ProviderId, 'development' | 'smtp'>;

interface Answer {
  status: string;
  type: string;
  body: string;
  /** When it comes, where the call is several requests: a share of the whole time. */
  atShare: number;
}

const json = (status: string, body: object, atShare = 1): Answer => ({
  ...{ status, type: 'application/json', body: JSON.stringify(body), atShare },
});

// Made up once: what an answer says is read by the provider, and thrown away.
const hex = randomBytes(16).toString('hex');
const now = new Date();
const [account, number] = [`AC${hex}`, '+12025550100'];

/** As https://www.twilio.com/docs/messaging/api/message-resource has it. */
const twilioMessage = json('201 Created', {
  ...{ sid: `SM${hex}`, account_sid: account, api_version: '2010-04-01', messaging_service_sid: null },
  ...{ body: 'Your verification code is: 000000. Valid for 10 minutes.', to: number, from: number },
  ...{ status: 'queued', direction: 'outbound-api', num_segments: '1', num_media: '0' },
  ...{ error_code: null, error_message: null, price: null, price_unit: 'USD', date_sent: null },
  ...{ date_created: now.toUTCString(), date_updated: now.toUTCString() },
  uri: `/2010-04-01/Accounts/${account}/Messages/SM${hex}.json`,
  subresource_uris: { media: `/2010-04-01/Accounts/${account}/Messages/SM${hex}/Media.json` },
});

/** As https://www.twilio.com/docs/voice/api/call-resource has it. */
const twilioCall = json('201 Created', {
  ...{ sid: `CA${hex}`, account_sid: account, api_version: '2010-04-01', phone_number_sid: `PN${hex}` },
  ...{ to: number, to_formatted: number, from: number, from_formatted: number, parent_call_sid: null },
  ...{
    status: 'queued',
    direction: 'outbound-api',
    answered_by: null,
    forwarded_from: null,
    caller_name: null,
  },
  ...{ price: null, price_unit: 'USD', duration: null, start_time: null, end_time: null, queue_time: '0' },
  ...{ date_created: null, date_updated: null, group_sid: null, trunk_sid: null },
  uri: `/2010-04-01/Accounts/${account}/Calls/CA${hex}.json`,
  subresource_uris: { recordings: `/2010-04-01/Accounts/${account}/Calls/CA${hex}/Recordings.json` },
});

/** As https://www.twilio.com/docs/verify/api/verification has it. */
const verification = json('201 Created', {
  ...{ sid: `VE${hex}`, service_sid: `VA${hex}`, account_sid: account, to: number, channel: 'sms' },
  ...{ status: 'pending', valid: false, amount: null, payee: null, sna: null, lookup: {} },
  ...{ date_created: now.toISOString(), date_updated: now.toISOString() },
  send_code_attempts: [{ time: now.toISOString(), channel: 'SMS', attempt_sid: `VL${hex}` }],
  url: `https://verify.twilio.com/v2/Services/VA${hex}/Verifications/VE${hex}`,
});
/** To the end of an earlier code, of which there usually is none. */
const noVerification = json(
  '404 Not Found',
  { code: 20404, message: 'The requested resource was not found', more_info: '', status: 404 },
  0.5,
);

/** As https://docs.aws.amazon.com/sns/latest/api/API_Publish.html has it. */
const published: Answer = {
  ...{ status: '200 OK', type: 'text/xml', atShare: 1 },
  body: `<PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishResult><MessageId>${hex}</MessageId></PublishResult><ResponseMetadata><RequestId>${hex}</RequestId></ResponseMetadata></PublishResponse>`,
};

/** As https://developer.vonage.com/en/api/sms has it. */
const vonageText = json('200 OK', {
  'message-count': '1',
  messages: [
    {
      ...{ to: number, 'message-id': hex.slice(0, 16), status: '0', network: '23410' },
      ...{ 'remaining-balance': '15.53590000', 'message-price': '0.03330000' },
    },
  ],
});

const mailTaken = json('200 OK', { MessageId: hex });
const textTaken = json('200 OK', { request_id: hex.slice(0, 24), type: 'success' });
const webhookTaken = json('202 Accepted', { id: hex });

const yes: Readonly<Record<RehearsedVendor, (path: string) => Answer>> = {
  twilio: (path) => (path.endsWith('/Calls.json') ? twilioCall : twilioMessage),
  'twilio-verify': (path) => (path.endsWith('/Verifications') ? verification : noVerification),
  sns: () => published,
  ses: () => mailTaken,
  vonage: () => vonageText,
  msg91: () => textTaken,
  webhook: () => webhookTaken,
};

const outOfOrder = json('503 Service Unavailable', { code: 20503, message: 'Out of order', status: 503 });

/** What a vendor answers that has taken a message, or one that is out of order. */
export function answerAsVendor(vendor: RehearsedVendor, path: string, fails: boolean): Answer {
  return fails || !Object.hasOwn(yes, vendor) ? outOfOrder : yes[vendor](path);
}
