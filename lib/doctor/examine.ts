import { Resolver } from 'node:dns/promises';
import type { Settings } from '@/lib/config/settings';
import type { Database } from '@/lib/db/client';
import { checkAuditChain } from './check-audit-chain';
import { checkDatabase } from './check-database';
import { checkMailDomain } from './check-mail-domain';
import { checkPlace } from './check-place';
import { checkPolicy } from './check-policy';
import { checkProviders } from './check-providers';
import { checkReceipts } from './check-receipts';
import { checkRedis } from './check-redis';
import { checkSecret } from './check-secret';
import type { Finding } from './finding';

/** The database that the app uses, whichever that is. */
export interface ExaminedDatabase {
  db: Database;
  url: string;
  migrationsDir: string;
  embedded: boolean;
}

/** The world as the settings want it. No check hides another: each says what it sees. */
export async function examineDatabase(one: ExaminedDatabase, settings: Settings | null): Promise<Finding[]> {
  const findings = await checkDatabase(one.db, one.url, one.migrationsDir, one);
  // Without the tables, or without the keys, there is no chain to follow.
  if (settings === null || findings.some(({ mark }) => mark === 'failed')) return findings;
  return [...findings, await checkAuditChain(one.db)];
}

export async function examineWorld(
  settings: Settings,
  {
    secretKept,
    resolver = new Resolver({ timeout: 2_000, tries: 1 }),
  }: { secretKept: boolean; resolver?: Resolver },
): Promise<Finding[]> {
  const { sender } = settings.delivery;
  const groups = await Promise.all([
    [checkSecret(settings, { kept: secretKept })],
    checkPlace(settings),
    checkRedis(settings),
    checkProviders(settings),
    sender ? checkMailDomain(sender, resolver) : [],
    checkReceipts(settings),
    checkPolicy(settings),
  ]);
  return groups.flat();
}
