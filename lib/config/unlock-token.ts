import { createHmac, timingSafeEqual } from 'node:crypto';
import { getKey, listKeys } from './keys';

/** 16 bytes of the account's id, 4 of the end in seconds, 16 of the signature: short enough for a text message. */
export function signUnlockToken(userId: string, until: Date): string {
  const body = Buffer.alloc(20);
  body.write(userId.replaceAll('-', ''), 'hex');
  body.writeUInt32BE(Math.floor(until.getTime() / 1000), 16);
  return Buffer.concat([body, sign(body, getKey('link').bytes)]).toString('base64url');
}

/** @returns null for what was not signed here, or is over. */
export function readUnlockToken(token: string, now = new Date()): { userId: string; until: Date } | null {
  const bytes = Buffer.from(token, 'base64url');
  if (bytes.length !== 36 || bytes.toString('base64url') !== token) return null;
  const body = bytes.subarray(0, 20);
  const own = listKeys('link').some((key) => timingSafeEqual(bytes.subarray(20), sign(body, key.bytes)));
  const until = new Date(body.readUInt32BE(16) * 1000);
  if (!own || until <= now) return null;
  const hex = body.toString('hex', 0, 16);
  return { userId: hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, '$1-$2-$3-$4-$5'), until };
}

function sign(body: Uint8Array, key: Uint8Array): Buffer {
  return createHmac('sha256', key).update('unlock\n').update(body).digest().subarray(0, 16);
}
