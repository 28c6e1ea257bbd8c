import type { NewSession } from '@/lib/accounts/sessions';

const hour = 60 * 60;

/** Seconds of life and of idleness: 30 days; 24 hours and 1 hour idle with a second factor; 12 hours for staff. */
export function sessionLife(
  methods: readonly string[],
): Pick<NewSession, 'ttlSeconds' | 'idleSeconds' | 'staff'> {
  const staff = { ttlSeconds: 12 * hour, idleSeconds: hour };
  // A passkey alone has shown both (sign-in-by-passkey.ts).
  if (methods.length > 1 || methods.includes('passkey'))
    return { ttlSeconds: 24 * hour, idleSeconds: hour, staff };
  return { ttlSeconds: 30 * 24 * hour, idleSeconds: null, staff };
}
