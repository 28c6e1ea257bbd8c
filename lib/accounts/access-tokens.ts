import { errors, jwtVerify, SignJWT } from 'jose';
import { getSettings } from '@/lib/config/settings';
import { signingKeys } from './signing-keys';

/** Short, because whoever only checks the signature does not learn that the session ended. */
export const accessTokenSeconds = 600;

const audience = 'latchkey';

export interface AccessClaims {
  userId: string;
  sessionId: string;
}

/** A JWT (ES256) that says who is signed in. Anybody can check it by the published keys. */
export async function signAccessToken({ userId, sessionId }: AccessClaims): Promise<string> {
  const key = signingKeys()[0]!;
  return new SignJWT({ sid: sessionId })
    .setProtectedHeader({ alg: 'ES256', kid: key.id, typ: 'at+jwt' })
    .setIssuer(getSettings().appUrl.origin)
    .setAudience(audience)
    .setSubject(userId)
    .setIssuedAt()
    .setExpirationTime(`${accessTokenSeconds}s`)
    .sign(key.privateKey);
}

/** What a token says, if we signed it and its time is not over; whether its session lives is another question. */
export async function readAccessToken(token: string): Promise<AccessClaims | null> {
  try {
    const { payload } = await jwtVerify(
      token,
      ({ kid }) => {
        const key = signingKeys().find(({ id }) => id === kid);
        if (!key) throw new errors.JWKSNoMatchingKey();
        return key.publicKey;
      },
      { algorithms: ['ES256'], typ: 'at+jwt', issuer: getSettings().appUrl.origin, audience },
    );
    const { sub, sid } = payload;
    return typeof sub === 'string' && typeof sid === 'string' ? { userId: sub, sessionId: sid } : null;
  } catch (error) {
    if (error instanceof errors.JOSEError) return null;
    throw error;
  }
}
