import { createHmac, timingSafeEqual } from 'node:crypto';
import { getKey, listKeys } from './keys';

/** What a link in a notice does. A link of one kind is worth nothing on the page of another. */
export type LinkUse = 'undo' | 'stop_release';

/** The id of a row and 16 bytes of signature: whoever was sent the link can use it. */
export function signLink(use: LinkUse, id: string): string {
  const body = Buffer.from(id.replaceAll('-', ''), 'hex');
  return Buffer.concat([body, sign(use, body, getKey('link').bytes)]).toString('base64url');
}

/** @returns the id, or null for what was not signed here. Whether it is over or used, the table knows. */
export function readLink(use: LinkUse, token: string): string | null {
  const bytes = Buffer.from(token, 'base64url');
  if (bytes.length !== 32 || bytes.toString('base64url') !== token) return null;
  const body = bytes.subarray(0, 16);
  const own = listKeys('link').some((key) => timingSafeEqual(bytes.subarray(16), sign(use, body, key.bytes)));
  return own ? body.toString('hex').replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, '$1-$2-$3-$4-$5') : null;
}

function sign(use: LinkUse, body: Uint8Array, key: Uint8Array): Buffer {
  return createHmac('sha256', key).update(`${use}\n`).update(body).digest().subarray(0, 16);
}
