import { errors, jwtVerify } from 'jose';
import { getSettings } from '@/lib/config/settings';
import { signToken, toSeconds } from './sign-token';
import { signingKeys } from './signing-keys';

/** Short, because whoever only checks the signature does not learn that the session ended. */
export const accessTokenSeconds = 600;

const audience = 'latchkey';
const type = 'at+jwt';

export interface AccessClaims {
  userId: string;
  sessionId: string;
}

/** A JWT (ES256) that says who is signed in. Anybody can check it by the published keys. */
export function signAccessToken({ userId, sessionId }: AccessClaims): string {
  const now = toSeconds(new Date());
  return signToken(type, {
    ...{ iss: getSettings().appUrl.origin, aud: audience, sub: userId, sid: sessionId },
    ...{ iat: now, exp: now + accessTokenSeconds },
  });
}

/**
 * Tokens whose signature was found good, until they end: a client shows the same one with every request, and checking a
 * signature costs more than asking the database whether its session lives. Bounded, the oldest leave first.
 */
const checked = new Map<string, { claims: AccessClaims; keyId: string; issuer: string; endsAt: number }>();
const checkedAtMost = 2_000;

/** What a token says, if we signed it and its time is not over; whether its session lives is another question. */
export async function readAccessToken(token: string): Promise<AccessClaims | null> {
  const known = checked.get(token);
  if (known && known.endsAt > Date.now() && isStillOurs(known)) return known.claims;
  try {
    const { payload, protectedHeader } = await jwtVerify(
      token,
      ({ kid }) => {
        const key = signingKeys().find(({ id }) => id === kid);
        if (!key) throw new errors.JWKSNoMatchingKey();
        return key.publicKey;
      },
      { algorithms: ['ES256'], typ: type, issuer: getSettings().appUrl.origin, audience },
    );
    const { sub, sid, exp, iss } = payload;
    if (typeof sub !== 'string' || typeof sid !== 'string') return null;
    const claims = { userId: sub, sessionId: sid };
    checked.delete(token);
    if (checked.size >= checkedAtMost) checked.delete(checked.keys().next().value!);
    checked.set(token, { claims, keyId: protectedHeader.kid!, issuer: iss!, endsAt: (exp ?? 0) * 1000 });
    return claims;
  } catch (error) {
    if (error instanceof errors.JOSEError) return null;
    throw error;
  }
}

/** What was good under a former address or a key that has been taken away is not good any more. */
function isStillOurs({ keyId, issuer }: { keyId: string; issuer: string }): boolean {
  return issuer === getSettings().appUrl.origin && signingKeys().some(({ id }) => id === keyId);
}
