import { getSettings } from '@/lib/config/settings';
import { countUses } from '@/lib/limits/count-uses';
import type { Queryable } from '@/lib/limits/take-limits';
import { getProofMode } from './guard-mode';
import { phoneScope } from './phone-scope';

/** A family asks for a few codes an hour. What asks for more shows that it is no script, by a second of work. */
const sendsWithoutProof = 6;

/** Whether this client has to spend some work before a message goes out. Says the same about every account. */
export async function needsProof(
  db: Queryable,
  { client, address }: { client: string; address: string },
): Promise<boolean> {
  const proofOfWork = getProofMode();
  const { proofCountries } = getSettings().guard;
  if (proofOfWork !== 'risk') return proofOfWork === 'always';
  if (
    proofCountries.length > 0 &&
    address.startsWith('+') &&
    proofCountries.includes(phoneScope(address).country)
  )
    return true;
  return (await countUses(db, { limit: 'sends_per_client', subject: client })) >= sendsWithoutProof;
}
