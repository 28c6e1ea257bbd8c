import { countryName, type Overview, ranges } from '@/lib/flows/console/get-overview';
import { channelName, providerName, purposeName } from '@/lib/flows/console/words';
import {
  channelChoices,
  providerChoices,
  purposeChoices,
  type readOverviewQuery,
} from '@/lib/web/read-console-query';
import { allOrOne } from '../_components/all-or-one';

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
    allOrOne({ name: 'purpose', label: 'Purpose', chosen: query.purpose }, purposeChoices, purposeName),
    allOrOne({ name: 'channel', label: 'Channel', chosen: query.channel }, channelChoices, channelName),
    allOrOne({ name: 'provider', label: 'Provider', chosen: query.provider }, providerChoices, providerName),
    allOrOne({ name: 'country', label: 'Country', chosen: query.country }, countries, countryName),
  ];
}
