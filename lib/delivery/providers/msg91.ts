import { DeliveryError, type FailureKind, redact } from '../delivery-error';
import { lookUp } from '../look-up';
import { callVendor } from './call-vendor';
import { kindOfStatus } from './http-error';
import { carriesPlainCodes, type Provider } from './provider';

const keys = 'Check MSG91_AUTH_KEY; copy it without extra spaces.';
const addresses =
  'MSG91 does not accept calls from the address of this machine. Add it to the list of the auth key.';
const sender = 'MSG91_SENDER_ID is not valid. It has six letters and is registered.';
const credit = 'The MSG91 account has no credit. Top it up.';
const again = 'Too many texts, or the same text to the same number within ten seconds.';
const number = 'The number is not valid. It has to be + and the country code first, like +919876543210.';

/**
 * Codes of the MSG91 API, which answers 200 with `type: "error"`, with a code or with words only. Written against
 * https://msg91.com/help/api (418) and the list that a reseller of its API publishes
 * (https://msgwow.com/kb/article/what-are-all-the-error-codes-and-what-does-it-mean); 201 is what it answers to a wrong key
 * ({"message":"Invalid authkey","type":"error","code":"201"}), as others have published it.
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
  203: ['auth_failed', sender],
  207: ['auth_failed', keys],
  208: ['auth_failed', addresses],
  301: ['auth_failed', credit],
  302: ['auth_failed', 'The MSG91 account has expired.'],
  303: ['auth_failed', 'The MSG91 account is banned.'],
  306: ['rejected', 'MSG91_ROUTE is closed at this time: it sends from 9:00 to 21:00 only.'],
  308: ['rejected', 'The campaign is not valid.'],
  310: ['rejected', 'The text is too long.'],
  311: ['rate_limited', again],
  418: ['auth_failed', addresses],
};

/** Answers with words only; first match wins. */
const phrases: readonly [form: RegExp, FailureKind, remedy: string][] = [
  [/auth(entication)?[ _]?key|unauthori[sz]ed|authentication failure/i, 'auth_failed', keys],
  [/ip.*(whitelist|not allowed)/i, 'auth_failed', addresses],
  [/mobile|phone number/i, 'invalid_address', number],
  [/template/i, 'auth_failed', 'MSG91_TEMPLATE_ID is not an OTP template of this account.'],
  [/sender/i, 'auth_failed', sender],
  [/balance|credit/i, 'auth_failed', credit],
  [/too many|limit|exceed/i, 'rate_limited', again],
  [/internal|try again/i, 'unavailable', 'MSG91 has an internal error.'],
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
    const left = /^"?(\d+(\.\d+)?)"?$/.exec(text.trim())?.[1];
    if (left === undefined)
      return { text: 'MSG91 answers, but not with the credit: its key cannot be checked.', unknown: true };
    return {
      text: `MSG91 takes the key; its credit is ${left}. Template and sender show only with a message.`,
      ...(Number(left) === 0 ? { caution: credit } : {}),
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
  const vendorCode = named || `HTTP ${status}`;
  const phrase = phrases.find(([form]) => form.test(words));
  const listed = lookUp(msg91Failures, named) ?? (phrase && ([phrase[1], phrase[2]] as const));
  if (listed && status !== 429 && status < 500) {
    const [kind, remedy] = listed;
    return new DeliveryError(kind, { vendorCode, detail: `${remedy} (${words})`, retryAfterSeconds });
  }
  const kind = status < 300 ? (body?.type === 'error' ? 'rejected' : 'unavailable') : kindOfStatus(status);
  return new DeliveryError(kind, {
    vendorCode,
    detail: words || 'MSG91 gave an answer that is not understood.',
    retryAfterSeconds,
  });
}
