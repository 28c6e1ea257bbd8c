import { createHmac, timingSafeEqual } from 'node:crypto';
import { getKey, listKeys } from './keys';

/** Letters only: no telephone takes a part of the link for a code, and no mail program breaks it. */
const letters = 'abcdefghijklmnop';

/** 16 bytes of the delivery's id, 4 of the end in seconds, 16 of the signature. Nothing follows from it about a code. */
export function signNotMeToken(deliveryId: string, until: Date): string {
  const body = Buffer.alloc(20);
  body.write(deliveryId.replaceAll('-', ''), 'hex');
  body.writeUInt32BE(Math.floor(until.getTime() / 1000), 16);
  const bytes = Buffer.concat([body, sign(body, getKey('link').bytes)]);
  return bytes.toString('hex').replace(/./g, (digit) => letters[Number.parseInt(digit, 16)]!);
}

/** @returns null for what was not signed here, or is over. */
export function readNotMeToken(token: string, now = new Date()): { deliveryId: string; until: Date } | null {
  if (!/^[a-p]{72}$/.test(token)) return null;
  const bytes = Buffer.from(
    token.replace(/./g, (letter) => letters.indexOf(letter).toString(16)),
    'hex',
  );
  const body = bytes.subarray(0, 20);
  const own = listKeys('link').some((key) => timingSafeEqual(bytes.subarray(20), sign(body, key.bytes)));
  const until = new Date(body.readUInt32BE(16) * 1000);
  if (!own || until <= now) return null;
  const hex = body.toString('hex', 0, 16);
  return { deliveryId: hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, '$1-$2-$3-$4-$5'), until };
}

function sign(body: Uint8Array, key: Uint8Array): Buffer {
  return createHmac('sha256', key).update('not-me\n').update(body).digest().subarray(0, 16);
}
