import { purposes } from '@/lib/codes/purposes';
import { channels, providerChannels } from '@/lib/config/delivery-settings';
import { type Range, ranges } from '@/lib/flows/console/get-overview';

export type Query = Readonly<Record<string, string | string[] | undefined>>;

/** One value of an address, cut to a sane length; repeated and absent ones are none. */
export function queryText(query: Query, name: string): string | null {
  const value = query[name];
  if (typeof value !== 'string') return null;
  const text = value.replaceAll('\u0000', '').trim().slice(0, 200);
  return text === '' ? null : text;
}

/** The value if it is one of these, else null: nothing else ever reaches a query. */
export function queryChoice<Choice extends string>(
  query: Query,
  name: string,
  choices: readonly Choice[],
): Choice | null {
  const value = queryText(query, name);
  return choices.find((choice) => choice === value) ?? null;
}

export function queryUuid(query: Query, name: string): string | null {
  const value = queryText(query, name);
  return isUuid(value) ? value : null;
}

export function isUuid(value: string | null | undefined): value is string {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(value ?? '');
}

/** A time as ISO 8601 writes it (a day, or to the millisecond), or null. */
export function queryTime(query: Query, name: string): Date | null {
  const value = queryText(query, name);
  if (!value || !/^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?Z?)?$/.test(value)) return null;
  const at = new Date(value.length === 10 || value.endsWith('Z') ? value : `${value}Z`);
  return Number.isNaN(at.getTime()) ? null : at;
}

export const purposeChoices = purposes;
export const channelChoices = channels;
export const providerChoices = Object.keys(providerChannels) as (keyof typeof providerChannels)[];

/** The filters of the overview. */
export function readOverviewQuery(query: Query) {
  const country = queryText(query, 'country');
  return {
    range: queryChoice(query, 'range', Object.keys(ranges) as Range[]) ?? ('week' as Range),
    purpose: queryChoice(query, 'purpose', purposeChoices),
    channel: queryChoice(query, 'channel', channelChoices),
    provider: queryChoice(query, 'provider', providerChoices),
    country: country && /^(email|\+[1-9]\d{0,2})$/.test(country) ? country : null,
  };
}
