import type { Twilio } from 'twilio';
import type { RequestOptions } from 'twilio/lib/base/RequestClient';

interface Account {
  accountSid: string;
  authToken: string;
  baseUrl: string | null;
}

const clients = new WeakMap<Account, Promise<Twilio>>();

/** The SDK takes 97 ms and 23 MB to load: only processes that send by it pay. */
export function getTwilioClient(account: Account): Promise<Twilio> {
  let client = clients.get(account);
  if (!client) {
    client = openClient(account);
    clients.set(account, client);
  }
  return client;
}

/**
 * It knows no other host than Twilio's, so a set base URL takes its place: nothing but the path is left of what the SDK made, so no call
 * goes to Twilio where it was meant for elsewhere (rehearse-vendor-call.ts).
 */
async function openClient(account: Account): Promise<Twilio> {
  const { default: sdk } = await import('twilio');
  class Relocated extends sdk.RequestClient {
    override request<T>(options: RequestOptions<T>) {
      if (!account.baseUrl) return super.request<T>(options);
      const { pathname, search } = new URL(options.uri);
      return super.request<T>({ ...options, uri: `${account.baseUrl}${pathname}${search}` });
    }
  }
  return sdk(account.accountSid, account.authToken, { httpClient: new Relocated({ timeout: 9_500 }) });
}
