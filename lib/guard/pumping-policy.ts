/** What the tallies of one scope say. `recent` is an hour, `day` is 24 hours, `settled` those older than `graceMinutes`. */
export interface Tally {
  sentRecent: number;
  sentDay: number;
  verifiedDay: number;
  sentSettled: number;
  verifiedSettled: number;
  /** A day's mean over the week before. */
  verifiedDailyMean: number;
  sentHourlyMean: number;
  /** Since midnight UTC. */
  costTodayMicros: bigint;
}

export const emptyTally: Tally = {
  sentRecent: 0,
  sentDay: 0,
  verifiedDay: 0,
  sentSettled: 0,
  verifiedSettled: 0,
  verifiedDailyMean: 0,
  sentHourlyMean: 0,
  costTodayMicros: 0n,
};

export interface Tallies {
  prefix: Tally;
  country: Tally;
  client: Tally;
  all: Tally;
}

export type GuardReason =
  | 'prefix_velocity'
  | 'country_velocity'
  | 'prefix_conversion'
  | 'country_conversion'
  | 'unverified_by_client'
  | 'unverified_budget'
  | 'daily_budget';

/** The policy against traffic that somebody is paid for (toll fraud by text message). */
export const pumpingPolicy = {
  /** Codes that are still being typed do not count against anybody. */
  graceMinutes: 10,
  /** A block of 10,000 numbers in an hour: by the limit `sms_per_prefix`. A country: this, or so many times its usual. */
  countryPerHour: 200,
  countryTimesUsual: 5,
  /** So many sent and not even this share came back as right codes: nobody reads them. People verify 70 to 90 of 100. */
  prefixConversion: { sent: 6, share: 0.25 },
  countryConversion: { sent: 40, share: 0.2 },
  /** Codes sent in a day for one client's requests that nobody verified. */
  unverifiedPerClient: 12,
  /** Codes in a day, in all, that nobody verified: so many, or half of a usual day's verified ones. */
  unverifiedPerDay: 300,
  unverifiedShareOfUsual: 0.5,
} as const;

/**
 * Why a paid message should not be sent; empty: it may go. `open` is a purpose that sends to anybody (registration): only
 * there can numbers be invented. Codes for accounts go to stored numbers and stop only for money: any other rule would
 * tell an account's number from a decoy's.
 */
export function judgeSend(
  tallies: Tallies,
  settings: { perPrefixHour: number; dailyBudgetMicros: bigint | null; priceMicros: bigint; open: boolean },
): GuardReason[] {
  const { prefix, country, client, all } = tallies;
  const policy = pumpingPolicy;
  const reasons: [GuardReason, boolean][] = [
    ['prefix_velocity', settings.open && prefix.sentRecent >= settings.perPrefixHour],
    [
      'country_velocity',
      settings.open &&
        country.sentRecent >=
          Math.max(policy.countryPerHour, country.sentHourlyMean * policy.countryTimesUsual),
    ],
    ['prefix_conversion', settings.open && isUnread(prefix, policy.prefixConversion)],
    ['country_conversion', settings.open && isUnread(country, policy.countryConversion)],
    [
      'unverified_by_client',
      settings.open && client.sentDay - client.verifiedDay >= policy.unverifiedPerClient,
    ],
    [
      'unverified_budget',
      settings.open &&
        all.sentDay - all.verifiedDay >=
          Math.max(policy.unverifiedPerDay, all.verifiedDailyMean * policy.unverifiedShareOfUsual),
    ],
    [
      'daily_budget',
      settings.dailyBudgetMicros !== null &&
        all.costTodayMicros + settings.priceMicros > settings.dailyBudgetMicros,
    ],
  ];
  return reasons.filter(([, applies]) => applies).map(([reason]) => reason);
}

function isUnread(tally: Tally, { sent, share }: { sent: number; share: number }): boolean {
  return tally.sentSettled >= sent && tally.verifiedSettled < tally.sentSettled * share;
}
