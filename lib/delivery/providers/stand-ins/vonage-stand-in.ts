import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { startVendorStandIn, type VendorReply, type VendorStandIn } from './vendor-stand-in';

export const vonageKeys = { apiKey: 'abcd1234', apiSecret: 'Nmbr0Secret1234x' };

/** 200 with a status that says no, as https://developer.vonage.com/api-errors/sms has it. */
export function vonageRefusal(status: string, text: string): VendorReply {
  return { status: 200, body: { 'message-count': '1', messages: [{ status, 'error-text': text }] } };
}

/** As https://developer.vonage.com/en/api/account says. */
function tellBalance(authorization: string | undefined): VendorReply {
  const login = Buffer.from(`${vonageKeys.apiKey}:${vonageKeys.apiSecret}`).toString('base64');
  return authorization === `Basic ${login}`
    ? { status: 200, body: { value: 10.28, autoReload: false } }
    : { status: 401, body: { 'error-code': '401', 'error-code-label': 'authentication failed' } };
}

export interface VonageText {
  to: string;
  from: string;
  text: string;
}

export interface VonageStandIn extends VendorStandIn {
  /** What it has taken. */
  texts: VonageText[];
}

/** The Vonage SMS API: POST /sms/json with a form, credentials in it, always 200. It thinks about each text for a while. */
export async function startVonageStandIn({ delayMs = 0 } = {}): Promise<VonageStandIn> {
  const texts: VonageText[] = [];
  const standIn = await startVendorStandIn(async ({ method, path, headers, body }) => {
    if (method === 'GET' && path === '/account/get-balance') return tellBalance(headers.authorization);
    if (method !== 'POST' || path !== '/sms/json') return { status: 404, body: { title: 'Not Found' } };
    const form = new URLSearchParams(body);
    if (form.get('api_key') !== vonageKeys.apiKey || form.get('api_secret') !== vonageKeys.apiSecret) {
      return vonageRefusal('4', 'Bad Credentials');
    }
    const to = form.get('to') ?? '';
    if (!/^[1-9]\d{6,14}$/.test(to)) return vonageRefusal('3', `Invalid value for param: to ${to}`);
    if (!form.get('from')) return vonageRefusal('2', 'Missing from param');
    if (delayMs > 0) await wait(delayMs);
    texts.push({ to: `+${to}`, from: form.get('from')!, text: form.get('text') ?? '' });
    const part = {
      ...{ to, 'message-id': randomBytes(8).toString('hex').toUpperCase(), status: '0' },
      ...{ 'remaining-balance': '15.53590000', 'message-price': '0.03330000', network: '23410' },
    };
    return { status: 200, body: { 'message-count': '1', messages: [part] } };
  });
  return { ...standIn, texts };
}
