import { type Channel, channels, type ProviderId } from '@/lib/config/delivery-settings';
import { getSettings } from '@/lib/config/settings';
import { findProviderTrouble, type ProviderTrouble } from '@/lib/delivery/routing/provider-health';
import type { Deps } from '../deps';

export interface ProviderHealthView {
  provider: string;
  /** Where it stands in the order of each channel; empty for one that is no longer configured. */
  channels: { channel: Channel; place: number }[];
  attempts: number;
  failed: number;
  /** Of those that the vendor reported on. */
  delivered: number;
  undelivered: number;
  /** Seconds that a call takes. */
  median: number | null;
  p95: number | null;
  lastUsedAt: Date | null;
  /** Failures by kind and vendor's code, the most common first. */
  failures: { kind: string; code: string | null; count: number }[];
  trouble: ProviderTrouble[];
}

type Row = Omit<ProviderHealthView, 'channels' | 'failures' | 'trouble'>;

/** Each vendor that is configured, or was used in the range, with what its calls came to. */
export async function getProviderHealth({ db }: Deps, from: Date): Promise<ProviderHealthView[]> {
  const order = getSettings().delivery.channels;
  const [rows, failures, trouble] = await Promise.all([
    db.$queryRaw<Row[]>`
      SELECT "provider", count(*)::int AS "attempts", count(*) FILTER (WHERE "outcome" = 'failed')::int AS "failed",
             count(*) FILTER (WHERE "receiptState" = 'delivered')::int AS "delivered",
             count(*) FILTER (WHERE "receiptState" = 'undelivered')::int AS "undelivered",
             percentile_disc(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM "finishedAt" - "startedAt"))::float8 AS "median",
             percentile_disc(0.95) WITHIN GROUP (ORDER BY extract(epoch FROM "finishedAt" - "startedAt"))::float8 AS "p95",
             max("startedAt") AS "lastUsedAt"
        FROM "DeliveryAttempt" WHERE "startedAt" >= ${from} GROUP BY "provider"`,
    db.$queryRaw<{ provider: string; kind: string; code: string | null; count: number }[]>`
      SELECT "provider", "failureKind" AS "kind", "vendorCode" AS "code", count(*)::int AS "count"
        FROM "DeliveryAttempt" WHERE "startedAt" >= ${from} AND "failureKind" IS NOT NULL
       GROUP BY 1, 2, 3 ORDER BY 4 DESC LIMIT 200`,
    findProviderTrouble(db),
  ]);
  const configured = [...new Set(channels.flatMap((channel) => order[channel]))];
  const names = [...new Set<string>([...configured, ...rows.map(({ provider }) => provider)])];
  return names.map((provider) => ({
    ...(rows.find((row) => row.provider === provider) ?? { ...unused, provider }),
    channels: channels.flatMap((channel) => {
      const place = order[channel].indexOf(provider as ProviderId);
      return place < 0 ? [] : [{ channel, place: place + 1 }];
    }),
    failures: failures.filter((failure) => failure.provider === provider).slice(0, 5),
    trouble: trouble.filter((one) => one.provider === provider),
  }));
}

const unused = {
  attempts: 0,
  failed: 0,
  delivered: 0,
  undelivered: 0,
  median: null,
  p95: null,
  lastUsedAt: null,
};
