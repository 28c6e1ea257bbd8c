import { hkdfSync, randomBytes, randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The secret kept in the state folder, made at the first call: for a machine whose owner has set none. */
export function keepSecret(stateDir: string): string {
  const file = join(stateDir, 'secret');
  mkdirSync(stateDir, { recursive: true, mode: 0o700 });
  const draft = `${file}.${randomUUID()}`;
  writeFileSync(draft, randomBytes(32).toString('base64url'), { mode: 0o600 });
  try {
    // A link fails where the file exists: of two first starts at the same time one secret wins.
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft);
  }
  return readFileSync(file, 'utf8').trim();
}

/**
 * The key that Next encrypts the bound values of server actions with (base64 of 32 bytes). It has to be the same for the
 * build and for every instance, so it comes from the secret.
 */
export function deriveServerActionsKey(secret: string): string {
  return Buffer.from(hkdfSync('sha256', secret, 'latchkey', 'next server actions v1', 32)).toString('base64');
}
