import type { Database } from '@/lib/db/client';

const hour = 60 * 60;

/** Seconds of life and of idleness: 30 days; 24 hours and 1 hour idle with a second factor; 12 hours for admins. */
export async function sessionLife(
  db: Database,
  userId: string,
  methods: readonly string[],
): Promise<{ ttlSeconds: number; idleSeconds: number | null }> {
  const user = await db.user.findUnique({ where: { id: userId }, select: { role: true } });
  if (user && user.role !== 'customer') return { ttlSeconds: 12 * hour, idleSeconds: hour };
  // A passkey alone has shown both (sign-in-by-passkey.ts).
  if (methods.length > 1 || methods.includes('passkey')) return { ttlSeconds: 24 * hour, idleSeconds: hour };
  return { ttlSeconds: 30 * 24 * hour, idleSeconds: null };
}
