import { type Approval, findPendingApprovals, isSealed } from '@/lib/accounts/approvals';
import type { Deps } from './deps';

/** What waits for this customer's answer, without what was tampered with. */
export async function findOpenApprovals({ db }: Deps, userId: string): Promise<Approval[]> {
  return (await findPendingApprovals(db, userId)).filter(isSealed);
}
