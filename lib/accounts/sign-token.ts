import { sign } from 'node:crypto';
import { signingKeys } from './signing-keys';

/**
 * A JWT: a JWS in compact form (RFC 7515, 7.1) by ES256 (RFC 7518, 3.4) with the current key. Times of claims are seconds.
 * Signed by Node at once: that takes 30 µs, and the promise that a library has of Web Crypto four times as long.
 */
export function signToken(type: string, claims: Readonly<Record<string, unknown>>): string {
  const key = signingKeys()[0]!;
  const text = `${encode({ alg: 'ES256', kid: key.id, typ: type })}.${encode(claims)}`;
  const signature = sign('sha256', Buffer.from(text), {
    key: key.privateKey,
    dsaEncoding: 'ieee-p1363',
  });
  return `${text}.${signature.toString('base64url')}`;
}

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}

/** An instant in the seconds of a claim. */
export function toSeconds(instant: Date): number {
  return Math.floor(instant.getTime() / 1000);
}
