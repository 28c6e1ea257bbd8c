import { verifyAuditChain } from '@/lib/audit/verify-audit-chain';
import type { Database } from '@/lib/db/client';
import { type Finding, failed, fine } from './finding';

/** Whether somebody changed or removed an event of the log behind our back. */
export async function checkAuditChain(db: Database): Promise<Finding> {
  const result = await verifyAuditChain(db);
  if (result.ok) {
    const { events, unsealed } = result.value;
    return fine(
      'audit',
      `The audit log is whole: ${events} events in its chain, ${unsealed} since the last seal.`,
    );
  }
  const range = `between events ${result.firstId} and ${result.lastId}`;
  return result.reason === 'key_missing'
    ? failed(
        'audit',
        `The audit log cannot be checked ${range}: its key is gone.`,
        'Put the former secret into APP_SECRET_PREVIOUS.',
      )
    : failed(
        'audit',
        `The audit log was changed ${range}.`,
        'Compare with a backup, and find out who can write to the database.',
      );
}
