import { DeliveryError, type FailureKind, redact } from '../delivery-error';
import { lookUp } from '../look-up';
import { measureSms } from '../messages/measure-sms';
import { addPrices, parsePrice } from '../parse-price';
import { callVendor } from './call-vendor';
import { kindOfStatus } from './http-error';
import type { Provider } from './provider';

const keys = 'Check VONAGE_API_KEY and VONAGE_API_SECRET; copy them without extra spaces.';

/**
 * Statuses of the Vonage SMS API: it answers 200 to nearly everything. Written against
 * https://developer.vonage.com/api-errors/sms and https://developer.vonage.com/messaging/sms/guides/troubleshooting-sms.
 * By fetch: the SDK that is kept (@vonage/server-sdk 3.30) wants Node 22, and this is one call.
 */
export const vonageFailures: Readonly<Record<string, [FailureKind, remedy: string]>> = {
  1: ['rate_limited', 'Faster than the Vonage account may send.'],
  2: ['rejected', 'Vonage misses a parameter.'],
  3: ['rejected', 'Vonage finds a parameter not valid.'],
  4: ['auth_failed', keys],
  5: ['unavailable', 'Vonage has an internal error.'],
  6: ['invalid_address', 'Vonage does not know the range of this number.'],
  7: ['rejected', 'The number is barred.'],
  8: ['auth_failed', 'The Vonage account is suspended.'],
  9: ['auth_failed', 'The Vonage account has no credit. Top it up.'],
  10: ['rate_limited', 'More connections at once than the Vonage account may have.'],
  11: ['auth_failed', 'The Vonage account may not send by HTTP.'],
  12: ['rejected', 'The text is too long.'],
  14: ['auth_failed', 'Vonage wants signed requests: allow unsigned ones in its dashboard.'],
  15: ['auth_failed', 'VONAGE_FROM is not a sender that this country allows.'],
  22: ['rejected', 'The network of the number is not valid.'],
  23: ['auth_failed', 'APP_URL (or RECEIPTS_URL) is not an address that Vonage can send receipts to.'],
  29: [
    'rejected',
    'The number is not on the list: a trial account sends only to numbers that were added to it. Add it, or top up.',
  ],
  32: [
    'auth_failed',
    'Vonage got a signature and a secret at once: allow requests by secret in its dashboard.',
  ],
  33: ['invalid_address', 'The number is not in use any more.'],
};

interface Part {
  status?: unknown;
  'message-id'?: unknown;
  'error-text'?: unknown;
  /** In EUR. */
  'message-price'?: unknown;
}

export const vonage: Provider = {
  id: 'vonage',
  channels: ['sms'],
  async send(message, settings, signal) {
    const account = settings.vonage!;
    const secrets = [message.code, message.to, message.to.slice(1), account.apiKey, account.apiSecret];
    const form = new URLSearchParams({
      api_key: account.apiKey,
      api_secret: account.apiSecret,
      from: account.from ?? message.appName.slice(0, 11),
      to: message.to.slice(1),
      text: message.text,
      type: measureSms(message.text).encoding === 'gsm7' ? 'text' : 'unicode',
      'client-ref': message.deliveryId,
    });
    if (settings.receiptsUrl) form.set('callback', `${settings.receiptsUrl}/vonage`);
    const { status, body, retryAfterSeconds } = await callVendor(
      'Vonage',
      `${account.baseUrl ?? 'https://rest.nexmo.com'}/sms/json`,
      { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: form.toString() },
      signal,
      secrets,
    );
    const parts = Array.isArray(body?.messages) ? (body.messages as Part[]) : [];
    // A long text is several parts: one that is refused makes the whole unreadable.
    const refused = parts.find((part) => String(part.status) !== '0');
    if (status >= 300 || parts.length === 0 || refused) {
      throw explain(status, refused, secrets, retryAfterSeconds);
    }
    return {
      providerMessageId: String(parts[0]!['message-id']),
      state: 'sent',
      price: addPrices(parts.map((part) => parsePrice(part['message-price'], 'EUR'))),
    };
  },
  /** Written against https://developer.vonage.com/en/api/account (Basic authentication keeps the secret out of the address). */
  async probe(settings, signal) {
    const { apiKey, apiSecret, baseUrl } = settings.vonage!;
    const login = Buffer.from(`${apiKey}:${apiSecret}`).toString('base64');
    const secrets = [apiKey, apiSecret];
    const { status, body, retryAfterSeconds } = await callVendor(
      'Vonage',
      `${baseUrl ?? 'https://rest.nexmo.com'}/account/get-balance`,
      { method: 'GET', headers: { authorization: `Basic ${login}` } },
      signal,
      secrets,
    );
    if (status === 401)
      throw explain(200, { status: '4', 'error-text': body?.['error-code-label'] }, secrets, null);
    if (status >= 300) throw explain(status, undefined, secrets, retryAfterSeconds);
    const balance = Number(body?.value);
    const low = Number.isFinite(balance) && balance < 1 && body?.autoReload !== true;
    return {
      text: `Vonage takes the keys${Number.isFinite(balance) ? `; its credit is ${balance.toFixed(2)} EUR` : ''}.`,
      ...(low ? { caution: 'The credit is nearly used up. Top it up, or turn on automatic reload.' } : {}),
    };
  },
};

function explain(
  status: number,
  part: Part | undefined,
  secrets: (string | null)[],
  retryAfterSeconds: number | null,
): DeliveryError {
  const code = part && String(part.status);
  const words = redact(part?.['error-text'], secrets);
  let listed = lookUp(vonageFailures, code);
  if ((code === '2' || code === '3') && /\bto\b|msisdn/i.test(words)) {
    listed = ['invalid_address', 'The number is not valid. It has to be + and the country code first.'];
  }
  if (listed) {
    return new DeliveryError(listed[0], {
      vendorCode: code,
      detail: `${listed[1]} (${words})`,
      retryAfterSeconds,
    });
  }
  return new DeliveryError(status < 300 ? 'unavailable' : kindOfStatus(status), {
    vendorCode: code ?? `HTTP ${status}`,
    detail: words || 'Vonage gave an answer that is not understood.',
    retryAfterSeconds,
  });
}
