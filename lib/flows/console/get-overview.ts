import { getCountries, getCountryCallingCode } from 'libphonenumber-js/max';
import type { FunnelFilter } from '@/lib/audit/funnel-rows';
import {
  countAttempts,
  type Funnel,
  getFunnel,
  getStepTimes,
  type ProviderCount,
  type StepTimes,
} from '@/lib/audit/get-funnel';
import type { LiveNumbers } from '@/lib/schemas/live-numbers';
import type { Deps } from '../deps';
import { getLiveNumbers } from './get-live-numbers';

export const ranges = {
  day: { label: 'Last 24 hours', seconds: 86_400, bucketSeconds: 3_600 },
  week: { label: 'Last 7 days', seconds: 7 * 86_400, bucketSeconds: 6 * 3_600 },
  month: { label: 'Last 30 days', seconds: 30 * 86_400, bucketSeconds: 86_400 },
  quarter: { label: 'Last 90 days', seconds: 90 * 86_400, bucketSeconds: 3 * 86_400 },
} as const;
export type Range = keyof typeof ranges;

export type OverviewFilter = Omit<FunnelFilter, 'from' | 'to'> & { range: Range };

/** A goal of seed 004, and where we are. */
export interface Mark {
  name: string;
  value: string;
  goal: string;
  met: boolean | null;
}

export interface Overview {
  funnel: Funnel;
  times: StepTimes;
  attempts: ProviderCount[];
  marks: Mark[];
  costs: { currency: string; amount: number }[];
  now: LiveNumbers;
}

/** Everything on the first page of the console, as it is at this moment. */
export async function getOverview(deps: Deps, { range, ...filter }: OverviewFilter): Promise<Overview> {
  const { seconds, bucketSeconds } = ranges[range];
  const to = new Date();
  const chosen: FunnelFilter = { ...filter, from: new Date(to.getTime() - seconds * 1000), to };
  const [funnel, times, attempts, now] = await Promise.all([
    getFunnel(deps.db, chosen, bucketSeconds),
    getStepTimes(deps.db, chosen),
    countAttempts(deps.db, chosen),
    getLiveNumbers(deps),
  ]);
  return {
    funnel,
    times,
    attempts,
    marks: readMarks(funnel, times, attempts),
    costs: sumCosts(attempts),
    now,
  };
}

function readMarks(funnel: Funnel, times: StepTimes, attempts: ProviderCount[]): Mark[] {
  const arrived = (channel: string) => {
    const counts = funnel.groups.channel.find(({ value }) => value === channel);
    return counts ? rate(counts.delivered, counts.delivered + counts.failed) : null;
  };
  const calls = attempts.reduce((sum, one) => sum + one.attempts, 0);
  const failures = attempts.reduce((sum, one) => sum + one.failed, 0);
  return [
    mark('SMS delivered', arrived('sms'), 95, 'above'),
    mark('Email delivered', arrived('email'), 99, 'above'),
    mark('Verified', rate(funnel.total.verified, funnel.total.requested), 80, 'above'),
    {
      name: 'Time to send (median)',
      value: times.sentMedian === null ? '–' : `${times.sentMedian.toFixed(1)} s`,
      goal: 'under 2 s',
      met: times.sentMedian === null ? null : times.sentMedian < 2,
    },
    mark('Calls that failed', rate(failures, calls), 1, 'under'),
  ];
}

function rate(part: number, whole: number): number | null {
  return whole > 0 ? (100 * part) / whole : null;
}

function mark(name: string, value: number | null, goal: number, side: 'above' | 'under'): Mark {
  return {
    name,
    value: value === null ? '–' : `${value.toFixed(1)} %`,
    goal: `${side} ${goal} %`,
    met: value === null ? null : side === 'above' ? value > goal : value < goal,
  };
}

function sumCosts(attempts: ProviderCount[]): Overview['costs'] {
  const sums = new Map<string, number>();
  for (const { costMicros, currency } of attempts) {
    if (costMicros !== null && currency) sums.set(currency, (sums.get(currency) ?? 0) + costMicros);
  }
  return [...sums].map(([currency, micros]) => ({ currency, amount: micros / 1_000_000 }));
}

const regions = new Intl.DisplayNames('en', { type: 'region' });
/** Codes that several countries share, by the name that people expect. */
const sharedCodes: Readonly<Record<string, string>> = {
  '+1': 'US, Canada and others',
  '+7': 'Russia and Kazakhstan',
  '+39': 'Italy',
  '+44': 'United Kingdom',
  '+47': 'Norway',
  '+61': 'Australia',
};

/** "+91 India". */
export function countryName(code: string): string {
  if (code === 'email') return 'Email';
  const country = getCountries().find((one) => `+${getCountryCallingCode(one)}` === code);
  const name = sharedCodes[code] ?? (country && regions.of(country));
  return name ? `${code} ${name}` : code;
}
