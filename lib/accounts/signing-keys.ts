import { createECDH, createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import type { JWK } from 'jose';
import { type Key, listKeys } from '@/lib/config/keys';

export interface SigningKey {
  id: string;
  privateKey: KeyObject;
  publicKey: KeyObject;
  jwk: JWK;
}

/** Order of the curve P-256 (FIPS 186-5). */
const order = BigInt('0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551');
const cache = new Map<string, SigningKey>();

/** The public keys, for /.well-known/jwks.json: the current one first, then those that still verify. */
export function listPublicKeys(): JWK[] {
  return signingKeys().map(({ jwk }) => jwk);
}

/** Derived like every other key, so that each instance signs with the same one and none is stored. */
export function signingKeys(): SigningKey[] {
  return listKeys('api').map((key) => {
    const known = cache.get(key.id) ?? toSigningKey(key);
    cache.set(key.id, known);
    return known;
  });
}

function toSigningKey(key: Key): SigningKey {
  const scalar = (BigInt(`0x${key.bytes.toString('hex')}`) % (order - 1n)) + 1n;
  const secret = Buffer.from(scalar.toString(16).padStart(64, '0'), 'hex');
  const curve = createECDH('prime256v1');
  curve.setPrivateKey(secret);
  const point = curve.getPublicKey();
  const jwk = {
    kty: 'EC',
    crv: 'P-256',
    x: point.subarray(1, 33).toString('base64url'),
    y: point.subarray(33).toString('base64url'),
  };
  return {
    id: key.id,
    privateKey: createPrivateKey({ key: { ...jwk, d: secret.toString('base64url') }, format: 'jwk' }),
    publicKey: createPublicKey({ key: jwk, format: 'jwk' }),
    jwk: { ...jwk, kid: key.id, alg: 'ES256', use: 'sig' },
  };
}
