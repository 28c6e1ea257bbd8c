import { recordEvent } from '@/lib/audit/record-event';
import { channels, providerChannels } from '@/lib/config/delivery-settings';
import { proofModes, pumpingModes } from '@/lib/config/switches';
import type { Database } from '@/lib/db/client';
import { clearSwitch, setSwitch } from '@/lib/db/operator-switches';
import { fail, ok, type Result } from '@/lib/result';
import type { Deps } from '../deps';
import { readSwitches } from '../follow-switches';

export interface SwitchChange {
  /** As lib/config/switches.ts reads it. */
  key: string;
  /** Null: the setting holds again. */
  value: string | null;
  actor: string;
}

/** A lifted country is stopped again by itself: nobody thinks of it after the campaign. */
const liftedSeconds = 24 * 3600;

const keyOfEach = new Map<string, readonly string[]>([
  ['pumping_guard', pumpingModes],
  ['proof_of_work', proofModes],
  ...channels.map((channel) => [`channel_off:${channel}`, ['off']] as const),
  ...Object.keys(providerChannels).map((id) => [`provider_off:${id}`, ['off']] as const),
]);

/** Turns one switch. Here it holds at once, in all other processes within seconds; in the audit log. */
export async function changeSwitch(
  deps: Deps,
  { key, value, actor }: SwitchChange,
): Promise<Result<null, 'switch_malformed'>> {
  const lifts = /^country_lifted:[A-Z]{2}$/.test(key);
  const values = lifts ? ['lifted'] : keyOfEach.get(key);
  if (!values || (value !== null && !values.includes(value))) return fail('switch_malformed');
  await deps.db.$transaction(async (tx) => {
    if (value === null) await clearSwitch(tx, key);
    else await setSwitch(tx, { key, value, by: actor, seconds: lifts ? liftedSeconds : null });
    await recordEvent(tx as Database, {
      type: 'admin_action',
      actor,
      data: { kind: 'switch', key, value: value ?? 'as set' },
    });
  });
  await readSwitches(deps);
  return ok(null);
}
