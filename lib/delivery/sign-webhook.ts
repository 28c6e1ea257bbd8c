import { createHmac, timingSafeEqual } from 'node:crypto';

/** What is sent and what comes back are signed alike (Standard Webhooks 1.0, https://www.standardwebhooks.com). */
export interface SignedParts {
  /** `webhook-id`: the same at every attempt of one message. */
  id: string;
  /** `webhook-timestamp`: seconds since 1970. */
  timestamp: string;
  body: string;
}

/** `v1,<base64>` for the header `webhook-signature`. */
export function signWebhook({ id, timestamp, body }: SignedParts, secret: string): string {
  return `v1,${createHmac('sha256', keyOf(secret)).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
}

/** Whether one of the space-separated signatures is ours. Constant in time for each. */
export function isSignedWebhook(parts: SignedParts, header: string, secret: string): boolean {
  const expected = Buffer.from(signWebhook(parts, secret));
  return header.split(' ').some((typed) => {
    const given = Buffer.from(typed);
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
}

/** `whsec_` and base64, as the specification writes secrets, or the bytes of the text. */
function keyOf(secret: string): Buffer {
  return secret.startsWith('whsec_') ? Buffer.from(secret.slice(6), 'base64') : Buffer.from(secret);
}
