import { countryName, type Overview, ranges } from '@/lib/flows/console/get-overview';
import { channelName, providerName, purposeName } from '@/lib/flows/console/words';
import {
  channelChoices,
  providerChoices,
  purposeChoices,
  type readOverviewQuery,
} from '@/lib/web/read-console-query';

const any = { value: '', label: 'All' };

/** What the figures can be narrowed to. Countries: those that there are, and the one that was asked for. */
export function overviewChoices(query: ReturnType<typeof readOverviewQuery>, { funnel }: Overview) {
  const countries = [
    ...new Set([...funnel.groups.country.map(({ value }) => value), query.country ?? '']),
  ].filter(Boolean);
  return [
    {
      name: 'range',
      label: 'Time',
      value: query.range,
      options: Object.entries(ranges).map(([value, { label }]) => ({ value, label })),
    },
    {
      name: 'purpose',
      label: 'Purpose',
      value: query.purpose ?? '',
      options: [any, ...purposeChoices.map((value) => ({ value, label: purposeName(value) }))],
    },
    {
      name: 'channel',
      label: 'Channel',
      value: query.channel ?? '',
      options: [any, ...channelChoices.map((value) => ({ value, label: channelName(value) }))],
    },
    {
      name: 'provider',
      label: 'Provider',
      value: query.provider ?? '',
      options: [any, ...providerChoices.map((value) => ({ value, label: providerName(value) }))],
    },
    {
      name: 'country',
      label: 'Country',
      value: query.country ?? '',
      options: [any, ...countries.map((value) => ({ value, label: countryName(value) }))],
    },
  ];
}
