import { DeliveryError, type FailureKind, redact, type Suppressing } from '../delivery-error';
import { kindOfStatus } from './http-error';

const credentials = 'Check TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN; copy them without extra spaces.';
const sender = 'TWILIO_PHONE_NUMBER is not a number of this account that can do this.';

/**
 * Twilio Messaging, WhatsApp, Voice and Verify, by its "Error and Warning Dictionary" (https://www.twilio.com/docs/api/errors).
 * Compared with its pages: 21730, 30002, 30022, 30450, 60410, 60605, 63014, 63021, 63038; with its list of Verify's codes:
 * all 60xxx; with its table of WhatsApp's codes: the other 63xxx but 63007, 63015; with what others quote of it: 20003,
 * 20429, 21211, 21606 to 21614, 30003, 30005 to 30007. The rest could not be opened and is as it was first written. What is
 * not listed goes by the HTTP status.
 */
export const twilioFailures: Readonly<Record<number, [FailureKind, remedy: string]>> = {
  // REST API
  20003: ['auth_failed', credentials],
  20005: ['auth_failed', 'The Twilio account is not active.'],
  20006: ['auth_failed', 'The Twilio account may not use this.'],
  20404: [
    'auth_failed',
    'Twilio does not know this account or service. Check TWILIO_ACCOUNT_SID and TWILIO_VERIFY_SERVICE_SID.',
  ],
  20429: ['rate_limited', 'Too many requests to Twilio.'],
  20500: ['unavailable', 'Twilio has an internal error.'],
  20503: ['unavailable', 'Twilio is out of order.'],
  // Calls
  13223: ['invalid_address', 'The number cannot be dialled.'],
  13224: ['invalid_address', 'The number cannot be dialled.'],
  13225: ['rejected', 'Twilio does not call this number.'],
  13227: ['rejected', 'Calls to this country are not allowed. Turn it on under Voice, Geo permissions.'],
  21201: ['invalid_address', 'No number to call.'],
  21210: ['auth_failed', sender],
  21215: ['rejected', 'Calls to this country are not allowed. Turn it on under Voice, Geo permissions.'],
  21216: ['rejected', 'Twilio does not call this number.'],
  21219: [
    'rejected',
    'A trial account calls only verified numbers. Verify it under Verified Caller IDs, or upgrade.',
  ],
  // Texts
  21211: [
    'invalid_address',
    'The number is not valid. It has to be + and the country code first, like +12025551234.',
  ],
  21212: ['auth_failed', 'TWILIO_PHONE_NUMBER is not a valid sender.'],
  21214: ['invalid_address', 'The number cannot be reached.'],
  21217: ['invalid_address', 'The number does not look valid.'],
  21408: ['rejected', 'Texts to this country are not allowed. Turn it on under Messaging, Geo permissions.'],
  21602: ['rejected', 'The text is empty.'],
  21603: ['auth_failed', 'No sender. Set TWILIO_PHONE_NUMBER or TWILIO_MESSAGING_SERVICE_SID.'],
  21604: ['invalid_address', 'No number to send to.'],
  21606: ['auth_failed', sender],
  21608: [
    'rejected',
    'The number is unverified: a trial account sends only to verified ones. Verify it under Verified Caller IDs, or upgrade.',
  ],
  21609: ['auth_failed', 'APP_URL (or RECEIPTS_URL) is not an address that Twilio can send receipts to.'],
  21610: ['rejected', 'The owner of the number has answered STOP.'],
  21611: ['rate_limited', 'The queue of the sending number is full.'],
  21612: ['rejected', 'This sender cannot reach this number. Try another sender or a Messaging Service.'],
  21614: ['invalid_address', 'The number is not a mobile number.'],
  21617: ['rejected', 'The text is too long.'],
  21635: ['invalid_address', 'The number is a landline.'],
  21655: ['auth_failed', 'TWILIO_WHATSAPP_CONTENT_SID is not a content template of this account.'],
  21656: ['rejected', 'The content template wants other variables: it has to have one, {{1}}, for the code.'],
  21659: ['auth_failed', 'TWILIO_PHONE_NUMBER is not a number of this account.'],
  21660: ['auth_failed', 'TWILIO_PHONE_NUMBER does not belong to this account.'],
  21703: ['auth_failed', 'The Messaging Service has no number in it.'],
  21704: ['auth_failed', 'The Messaging Service has no number in it.'],
  21705: ['auth_failed', 'TWILIO_MESSAGING_SERVICE_SID is not valid.'],
  21730: ['unavailable', 'Twilio is under maintenance.'],
  // Outcomes of texts, in receipts
  30001: ['rate_limited', 'The queue is full.'],
  30002: ['auth_failed', 'The Twilio account is suspended.'],
  30003: ['unavailable', 'The phone is switched off or out of reach.'],
  30004: ['rejected', 'The owner or the carrier blocks these texts.'],
  30005: ['invalid_address', 'The number is unknown.'],
  30006: ['invalid_address', 'The number is a landline, or its carrier cannot be reached.'],
  30007: ['rejected', 'The carrier filters this text.'],
  30008: ['unavailable', 'The carrier gives no reason.'],
  30010: ['rejected', 'The price of the text is above the limit that is set.'],
  30022: [
    'rate_limited',
    'Faster than the registered campaign (A2P 10DLC) may send, or too much to one number.',
  ],
  30023: ['rate_limited', 'The daily limit of the registered campaign (A2P 10DLC) is used up.'],
  30032: ['auth_failed', 'The toll-free sending number is not verified.'],
  30034: ['auth_failed', 'The sending number is not registered (A2P 10DLC).'],
  30036: ['unavailable', 'The text expired on its way.'],
  30037: ['auth_failed', 'Sending is switched off for this account.'],
  30410: ['timeout', 'The carrier did not answer in time.'],
  30450: ['rejected', "Twilio's fraud guard stopped this text."],
  // WhatsApp
  63001: ['auth_failed', 'WhatsApp does not accept the sender. Check TWILIO_WHATSAPP_NUMBER.'],
  63003: ['invalid_address', 'The number has no WhatsApp.'],
  63005: ['rejected', 'WhatsApp does not accept this message.'],
  63007: ['auth_failed', 'TWILIO_WHATSAPP_NUMBER is not a WhatsApp sender of this account.'],
  63012: ['unavailable', 'WhatsApp has an internal error.'],
  63013: ['rejected', 'WhatsApp refuses this message by its policy.'],
  63015: ['rejected', 'The WhatsApp sandbox sends only to numbers that have joined it.'],
  63016: ['rejected', 'WhatsApp wants an approved template. Check TWILIO_WHATSAPP_CONTENT_SID.'],
  63018: ['rate_limited', 'Too many messages to WhatsApp.'],
  63014: ['rejected', 'The owner of the number has blocked the sender or wants nothing more.'],
  63021: ['rejected', 'WhatsApp finds the content not valid.'],
  63024: ['invalid_address', 'The number has no WhatsApp.'],
  63032: ['rejected', 'WhatsApp does not deliver this kind of message to this customer.'],
  63038: ['rate_limited', 'The daily limit of the account is used up.'],
  // Verify
  60200: ['invalid_address', 'Twilio Verify finds the number or address not valid.'],
  60202: ['rejected', 'Too many checks of this code.'],
  60203: ['rate_limited', 'Too many codes to this number.'],
  60204: ['auth_failed', 'The Verify service does not do this. Check its settings.'],
  60205: ['invalid_address', 'The number is a landline.'],
  60207: ['rate_limited', 'The limits of the Verify service are used up.'],
  60212: ['rate_limited', 'Too many codes to this number at once.'],
  60217: ['auth_failed', 'The Verify service is not set up for this channel (for e-mail: its integration).'],
  60220: ['auth_failed', 'Codes to China need a use case that Twilio has vetted.'],
  60223: ['auth_failed', 'This channel is switched off in the Verify service.'],
  60238: ['rejected', 'Twilio blocks this request: the account is under review, or the country is closed.'],
  60245: ['rate_limited', 'The messaging limits of the account are used up.'],
  60410: ['rejected', "Twilio's fraud guard stopped codes to this range of numbers."],
  60605: ['rejected', 'Codes to this country are not allowed. Turn it on under Verify, Geo permissions.'],
};

/** Codes after which nothing more is sent there. */
const suppressing: Readonly<Record<number, Suppressing>> = { 21610: 'stopped' };

export interface TwilioFault {
  code?: number | string | null;
  status?: number;
  message?: string | null;
}

export function explainTwilio(error: TwilioFault, secrets: Parameters<typeof redact>[1]): DeliveryError {
  const words = redact(error.message, secrets);
  const listed = twilioFailures[Number(error.code)];
  const vendorCode = error.code ? String(error.code) : error.status ? `HTTP ${error.status}` : null;
  if (listed) {
    const suppress = suppressing[Number(error.code)] ?? null;
    return new DeliveryError(listed[0], { vendorCode, detail: `${listed[1]} (${words})`, suppress });
  }
  if (error.code === 'ECONNABORTED' || error.code === 'ETIMEDOUT') {
    return new DeliveryError('timeout', { vendorCode, detail: `Twilio did not answer in time. (${words})` });
  }
  return new DeliveryError(kindOfStatus(error.status), {
    vendorCode,
    detail: words || 'Twilio gave no reason.',
  });
}
