import { renamePasskey as rename } from '@/lib/accounts/passkeys';
import { fail, ok, type Result } from '@/lib/result';
import type { Deps } from './deps';

/** A name is for its owner's eyes: it protects nothing, so no check and no notice go with it. */
export async function renamePasskey(
  { db }: Deps,
  input: { userId: string; factorId: string; name: string },
): Promise<Result<null, 'not_found'>> {
  return (await rename(db, input.userId, input.factorId, input.name)) ? ok(null) : fail('not_found');
}
