import type { Database } from '@/lib/db/client';
import type { Measure } from './reading';
import type { AlertRule } from './rules';

interface TroubleRow {
  provider: string;
  region: string;
  failures: number;
  verdict: 'broken' | 'unknown';
}

/** A row ends with the first success. One that is older than the window tells that nobody has tried since. */
function findTrouble(db: Database, rule: AlertRule, kinds: readonly string[]): Promise<TroubleRow[]> {
  return db.$queryRaw<TroubleRow[]>`
    SELECT "provider", "region", "failures",
           CASE WHEN "failures" >= ${rule.threshold}
                     AND "updatedAt" > now() - ${rule.windowMinutes}::int * interval '1 minute'
                THEN 'broken' ELSE 'unknown' END AS "verdict"
      FROM "ProviderHealth" WHERE "kind" = ANY(${[...kinds]}::text[])`;
}

export const providerDown: Measure = async (db, rule) =>
  (await findTrouble(db, rule, ['failing', 'rate_limited'])).map(
    ({ provider, region, failures, verdict }) => ({
      subject: region === '*' ? provider : `${provider} ${region}`,
      verdict,
      value: failures,
      text: `${provider} failed ${failures} times in a row${region === '*' ? '' : ` in ${region}`}, with no success since.`,
    }),
  );

export const loginRefused: Measure = async (db, rule) =>
  (await findTrouble(db, rule, ['auth_failed'])).map(({ provider, failures, verdict }) => ({
    subject: provider,
    verdict,
    value: failures,
    text:
      provider === 'smtp'
        ? 'The mail server refuses the SMTP password (EMAIL_HOST_USER, EMAIL_HOST_PASSWORD). Mail does not leave until it is mended: npm run doctor.'
        : `${provider} refuses our login: its key or token is wrong or was taken back. npm run doctor names the setting.`,
  }));
