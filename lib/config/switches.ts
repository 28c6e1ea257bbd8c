import { type Channel, channels, type ProviderId, providerChannels } from './delivery-settings';
import type { GuardSettings } from './guard-settings';

/** What staff changed while the app runs, in the place of a setting. All processes follow within seconds. */
export interface Switches {
  /** Null: PUMPING_GUARD and PROOF_OF_WORK hold. */
  pumpingGuard: GuardSettings['pumping'] | null;
  proofOfWork: GuardSettings['proofOfWork'] | null;
  /** Not offered to anybody, and nothing is sent by them. */
  channelsOff: ReadonlySet<Channel>;
  providersOff: ReadonlySet<ProviderId>;
  /** ISO 3166 countries whose numbers the pumping guard lets through. */
  countriesLifted: ReadonlySet<string>;
}

/** One switch as its row has it. */
export interface SwitchRow {
  key: string;
  value: string;
}

export const noSwitches: Switches = {
  pumpingGuard: null,
  proofOfWork: null,
  channelsOff: new Set(),
  providersOff: new Set(),
  countriesLifted: new Set(),
};

export const pumpingModes = [
  'record',
  'enforce',
  'off',
] as const satisfies readonly GuardSettings['pumping'][];
export const proofModes = [
  'risk',
  'always',
  'off',
] as const satisfies readonly GuardSettings['proofOfWork'][];

/** Reads rows; one that nobody understands (of a newer version, typed by hand) switches nothing. */
export function parseSwitches(rows: readonly SwitchRow[]): Switches {
  const value = (key: string) => rows.find((row) => row.key === key)?.value;
  const names = (prefix: string) =>
    rows.filter(({ key }) => key.startsWith(prefix)).map(({ key }) => key.slice(prefix.length));
  return {
    pumpingGuard: pumpingModes.find((mode) => mode === value('pumping_guard')) ?? null,
    proofOfWork: proofModes.find((mode) => mode === value('proof_of_work')) ?? null,
    channelsOff: new Set(channels.filter((channel) => names('channel_off:').includes(channel))),
    providersOff: new Set(
      (Object.keys(providerChannels) as ProviderId[]).filter((id) => names('provider_off:').includes(id)),
    ),
    countriesLifted: new Set(names('country_lifted:').filter((country) => /^[A-Z]{2}$/.test(country))),
  };
}

// Next evaluates modules more than once in a process: pages and the worker have to see the same switches.
const store = globalThis as unknown as { latchkeySwitches?: Switches };

/** As they were read last (lib/flows/follow-switches.ts). While the database is away, what was known holds. */
export function getSwitches(): Switches {
  return store.latchkeySwitches ?? noSwitches;
}

export function setSwitches(switches: Switches): void {
  store.latchkeySwitches = switches;
}
