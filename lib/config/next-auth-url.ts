import { getSettings } from './settings';

/** NextAuth builds its addresses from AUTH_URL; without it, from the Host header, which anybody can write. */
export function pinNextAuthUrl(): void {
  process.env.AUTH_URL = `${getSettings().appUrl.origin}/api/auth`;
}
