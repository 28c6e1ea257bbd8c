import { DeliveryError, type FailureKind, redact } from '../delivery-error';
import { lookUp } from '../look-up';
import { callVendor } from './call-vendor';
import { kindOfStatus } from './http-error';
import { carriesPlainCodes, type Provider } from './provider';

const keys = 'Check MSG91_AUTH_KEY; copy it without extra spaces.';
const addresses =
  'MSG91 does not accept calls from the address of this machine. Add it to the list of the auth key.';
const number = 'The number is not valid. It has to be + and the country code first, like +919876543210.';

/**
 * Codes of the MSG91 API, which answers 200 with `type: "error"`, with a code or with words only. Compared with
 * https://msg91.com/help/api (418) and with the list that a reseller of its API publishes (101 to 107, 202, 203, 207, 208,
 * 301 to 311); its own list and the others (201, 209 to 211, 400, 506, 601, 602) could not be opened.
 */
export const msg91Failures: Readonly<Record<string, [FailureKind, remedy: string]>> = {
  101: ['invalid_address', number],
  102: ['rejected', 'The text is missing.'],
  103: ['auth_failed', 'MSG91_SENDER_ID is missing.'],
  105: ['auth_failed', keys],
  106: ['auth_failed', keys],
  107: ['auth_failed', 'MSG91_ROUTE is missing.'],
  201: ['auth_failed', keys],
  202: ['invalid_address', number],
  203: ['auth_failed', 'MSG91_SENDER_ID is not valid. It has six letters and is registered.'],
  207: ['auth_failed', keys],
  208: ['auth_failed', addresses],
  209: ['auth_failed', 'MSG91_ROUTE is not active in this account.'],
  210: ['auth_failed', 'MSG91_ROUTE is not active in this account.'],
  211: ['auth_failed', 'MSG91_TEMPLATE_ID is not a template of this account.'],
  301: ['auth_failed', 'The MSG91 account has no credit. Top it up.'],
  302: ['auth_failed', 'The MSG91 account has expired.'],
  303: ['auth_failed', 'The MSG91 account is banned.'],
  306: ['rejected', 'MSG91_ROUTE is closed at this time.'],
  308: ['rejected', 'The campaign is not valid.'],
  310: ['rejected', 'The text is too long.'],
  311: ['rate_limited', 'The same text to the same number within ten seconds.'],
  400: ['auth_failed', 'MSG91_TEMPLATE_ID is not a template of this account.'],
  418: ['auth_failed', addresses],
  506: ['unavailable', 'MSG91 has an internal error.'],
  601: ['unavailable', 'MSG91 has an internal error.'],
  602: ['auth_failed', 'MSG91_ROUTE is not active in this account.'],
};

/** The same by the words of answers without a code; first match wins. */
const phrases: readonly [form: RegExp, code: string][] = [
  [/auth(entication)?[ _]?key|unauthori[sz]ed|authentication failure/i, '201'],
  [/ip.*(whitelist|not allowed)/i, '418'],
  [/mobile|phone number/i, '202'],
  [/template/i, '400'],
  [/sender/i, '203'],
  [/balance|credit/i, '301'],
  [/too many|limit|exceed/i, '311'],
  [/internal|try again/i, '506'],
];

/**
 * MSG91 by its OTP call: the text is the template of India's registration (DLT), which gets the code. The body is the
 * one of the seeds (template_id, mobile, authkey, otp) with what the documentation adds.
 */
export const msg91: Provider = {
  id: 'msg91',
  channels: ['sms'],
  carries: carriesPlainCodes,
  async send(message, settings, signal) {
    const account = settings.msg91!;
    const mobile = message.to.replace('+', '');
    const secrets = [message.code, message.to, mobile, account.authKey];
    const { status, body, retryAfterSeconds } = await callVendor(
      'MSG91',
      `${account.baseUrl ?? 'https://api.msg91.com'}/api/v5/otp`,
      {
        headers: { 'content-type': 'application/json', authkey: account.authKey },
        body: JSON.stringify({
          template_id: account.templateId,
          mobile,
          authkey: account.authKey,
          otp: message.code,
          otp_length: message.code?.length,
          otp_expiry: message.minutes,
          ...(account.senderId ? { sender: account.senderId } : {}),
          ...(account.route ? { route: account.route } : {}),
        }),
      },
      signal,
      secrets,
    );
    if (status >= 300 || body?.type !== 'success') throw explain(status, body, secrets, retryAfterSeconds);
    return { providerMessageId: typeof body.request_id === 'string' ? body.request_id : null, state: 'sent' };
  },
  /**
   * The balance call of its older API: the credit as a bare number, or an error as JSON. Its documentation could not be
   * opened; this is how public clients use it, so an answer of any other form says nothing.
   */
  async probe(settings, signal) {
    const { authKey, baseUrl } = settings.msg91!;
    const secrets = [authKey];
    const query = new URLSearchParams({ authkey: authKey, type: '4' });
    const { status, body, text, retryAfterSeconds } = await callVendor(
      'MSG91',
      `${baseUrl ?? 'https://api.msg91.com'}/api/balance.php?${query}`,
      { method: 'GET', headers: {} },
      signal,
      secrets,
    );
    if (status >= 400 || body?.type === 'error') {
      throw explain(status, body, secrets, retryAfterSeconds);
    }
    const credit = /^"?(\d+(\.\d+)?)"?$/.exec(text.trim())?.[1];
    if (credit === undefined)
      return { text: 'MSG91 answers, but not with the credit: its key cannot be checked.', unknown: true };
    return {
      text: `MSG91 takes the key; its credit is ${credit}. Template and sender show only with a message.`,
      ...(Number(credit) === 0 ? { caution: 'The MSG91 account has no credit. Top it up.' } : {}),
    };
  },
};

function explain(
  status: number,
  body: Record<string, unknown> | null,
  secrets: (string | null)[],
  retryAfterSeconds: number | null,
): DeliveryError {
  const words = redact(body?.message, secrets);
  // Some errors are a bare number where the words belong.
  const named = String(body?.code ?? (/^\d{3}$/.test(words) ? words : ''));
  const code = lookUp(msg91Failures, named) ? named : phrases.find(([form]) => form.test(words))?.[1];
  if (code && status !== 429 && status < 500) {
    const [kind, remedy] = msg91Failures[code]!;
    return new DeliveryError(kind, { vendorCode: code, detail: `${remedy} (${words})`, retryAfterSeconds });
  }
  const kind = status < 300 ? (body?.type === 'error' ? 'rejected' : 'unavailable') : kindOfStatus(status);
  return new DeliveryError(kind, {
    vendorCode: named || `HTTP ${status}`,
    detail: words || 'MSG91 gave an answer that is not understood.',
    retryAfterSeconds,
  });
}
