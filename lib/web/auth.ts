import { AsyncLocalStorage } from 'node:async_hooks';
import NextAuth from 'next-auth';
import Credentials from 'next-auth/providers/credentials';
import { endSessionByToken } from '@/lib/accounts/sessions';
import { getKey } from '@/lib/config/keys';
import { getSettings } from '@/lib/config/settings';
import { getDatabase } from '@/lib/db/client';
import { redeemSignInGrant } from '@/lib/flows/redeem-sign-in-grant';
import { prepareDevice } from './device-cookie';
import { ownerOf, readFlow } from './flow-cookie';
import { sessionCookieName } from './session';
import { visitorFrom } from './visitor';

/** A session that the use of a code has written, for the one call of `signIn` that is made with it: no request can bring one. */
const written = new AsyncLocalStorage<{ userId: string; token: string }>();

const sessionSeconds = 30 * 24 * 60 * 60;

/**
 * NextAuth, with one credentials provider that redeems a single-use grant, or takes the session that a right code has
 * written already. Its cookie carries nothing but the secret of
 * a row in "Session", which is checked on every use (lib/web/session.ts), so a session can be ended at once.
 */
export const { handlers, signIn, signOut } = NextAuth(() => {
  const secure = getSettings().appUrl.protocol === 'https:';
  return {
    secret: getKey('cookie').bytes.toString('base64url'),
    trustHost: true,
    basePath: '/api/auth',
    pages: { signIn: '/login', signOut: '/logout', error: '/login' },
    session: { strategy: 'jwt', maxAge: sessionSeconds },
    useSecureCookies: secure,
    cookies: {
      sessionToken: {
        name: sessionCookieName(),
        options: { httpOnly: true, secure, sameSite: 'lax', path: '/' },
      },
    },
    jwt: {
      maxAge: sessionSeconds,
      encode: async ({ token }) => (typeof token?.session === 'string' ? token.session : ''),
      decode: async ({ token }) => (token ? { session: token } : null),
    },
    providers: [
      Credentials({
        id: 'code',
        name: 'Code',
        credentials: { grant: { label: 'Grant', type: 'text' } },
        authorize: async (credentials, request) => {
          const session = written.getStore();
          if (session) return { id: session.userId, session: session.token };
          const flow = await readFlow();
          if (!flow || typeof credentials.grant !== 'string') return null;
          const device = await prepareDevice();
          const visitor = { ...visitorFrom(request.headers), deviceHash: device.hash };
          const redeemed = await redeemSignInGrant(
            { db: getDatabase() },
            { grant: credentials.grant, owner: ownerOf(flow), visitor },
          );
          if (redeemed.ok) await device.keep();
          return redeemed.ok ? { id: redeemed.value.userId, session: redeemed.value.token } : null;
        },
      }),
    ],
    callbacks: {
      jwt: ({ token, user }) => {
        if (user && 'session' in user && typeof user.session === 'string') token.session = user.session;
        return token;
      },
      // The session endpoint of NextAuth tells nothing: pages ask the database.
      session: ({ session }) => ({ expires: session.expires }),
      redirect: ({ url, baseUrl }) =>
        url.startsWith('/') && !url.startsWith('//') ? baseUrl + url : baseUrl,
    },
    events: {
      signOut: async (message) => {
        const secret = 'token' in message ? message.token?.session : null;
        if (typeof secret === 'string') await endSessionByToken(getDatabase(), secret, 'sign_out');
      },
    },
    logger: { error: () => {}, warn: () => {}, debug: () => {} },
  };
});

/** Gives this browser the cookie of a session that was written just now. */
export async function signInWithSession(session: { userId: string; token: string }): Promise<void> {
  await written.run(session, () => signIn('code', { redirect: false }));
}
