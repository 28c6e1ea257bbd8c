import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { findKey, getKey } from '@/lib/config/keys';

const nonceBytes = 12;
const tagBytes = 16;

/** AES-256-GCM, bound to the account: a row that is copied to another one does not open. */
export function sealFactorSecret(secret: Uint8Array, userId: string): { sealed: Buffer; keyId: string } {
  const key = getKey('factor');
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', key.bytes, nonce).setAAD(Buffer.from(userId));
  return {
    sealed: Buffer.concat([nonce, cipher.update(secret), cipher.final(), cipher.getAuthTag()]),
    keyId: key.id,
  };
}

/** @throws when the row was tampered with, or its key's secret is no longer configured. */
export function openFactorSecret(sealed: Uint8Array, keyId: string, userId: string): Buffer {
  const key = findKey('factor', keyId);
  if (!key) throw new Error(`The key "${keyId}" of a factor is not configured: set APP_SECRET_PREVIOUS.`);
  const decipher = createDecipheriv('aes-256-gcm', key.bytes, sealed.subarray(0, nonceBytes));
  decipher.setAAD(Buffer.from(userId)).setAuthTag(sealed.subarray(-tagBytes));
  return Buffer.concat([decipher.update(sealed.subarray(nonceBytes, -tagBytes)), decipher.final()]);
}
