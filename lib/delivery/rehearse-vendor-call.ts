import { callsTakeProxy } from '@/lib/config/calls-take-proxy';
import type { DeliverySettings, ProviderId } from '@/lib/config/delivery-settings';
import { callProvider, callTimeoutMs } from './call-provider';
import type { RenderedMessage } from './messages/rendered-message';
import { type OwnVendor, openOwnVendor, type VendorManners } from './own-vendor';
import type { RehearsedVendor } from './own-vendor-answers';
import { makeNobodysSettings } from './own-vendor-settings';
import { placesPerProcess } from './places';

interface Listener {
  opening: Promise<OwnVendor>;
  /** Kept with it, so that no call ever goes to the port of a former one. One for each vendor: clients of SDKs are kept by their settings. */
  settings: WeakMap<DeliverySettings, Map<RehearsedVendor, DeliverySettings>>;
}

interface Rehearsals {
  /** Of the call that began last: those beside it go at the same pace, and began hardly earlier. */
  manners: VendorManners;
  underWay: number;
  listener: Listener | null;
}

// Next evaluates modules more than once in a process, and one listener is enough.
const store = globalThis as unknown as { latchkeyCallRehearsals?: Rehearsals };
store.latchkeyCallRehearsals ??= {
  manners: { begunAt: 0, paceMs: 0, fails: false },
  ...{ underWay: 0, listener: null },
};
const rehearsals = store.latchkeyCallRehearsals;

/**
 * Calls a vendor about a decoy's message, by the code that calls the real one, with made-up keys, and with this process in the place of the
 * vendor (own-vendor.ts): what a call costs, for the rehearsals of decoys. Takes the time that a real one takes, and fails with it; nobody
 * hears of that, or of a failure of its own.
 * @returns whether there was a call; else nothing was done, and no time has passed
 */
export async function rehearseVendorCall(
  vendor: ProviderId,
  message: RenderedMessage,
  settings: DeliverySettings,
  pace: { ms: number; fails: boolean },
): Promise<boolean> {
  // As many as real ones of a channel: while all places are taken a real message waits, too.
  if (!isRehearsed(vendor) || rehearsals.underWay >= placesPerProcess.codes || callsTakeProxy()) return false;
  rehearsals.underWay += 1;
  try {
    const begunAt = performance.now();
    const nobodys = await settingsOf(vendor, settings);
    Object.assign(rehearsals.manners, { begunAt, paceMs: pace.ms, fails: pace.fails });
    await callProvider(vendor, nobodys, callTimeoutMs, (provider, given, signal) =>
      provider.send(message, given, signal),
    );
  } catch {
    // What it costs is all that it is for.
  } finally {
    rehearsals.underWay -= 1;
  }
  return true;
}

/** Ends what is under way, and the listener. A later rehearsal begins anew. */
export function endRehearsedCalls(): void {
  const { listener } = rehearsals;
  rehearsals.listener = null;
  void listener?.opening.then(
    (own) => own.close(),
    () => {},
  );
}

function isRehearsed(vendor: ProviderId): vendor is RehearsedVendor {
  return vendor !== 'development' && vendor !== 'smtp';
}

async function settingsOf(vendor: RehearsedVendor, real: DeliverySettings): Promise<DeliverySettings> {
  rehearsals.listener ??= { opening: openOwnVendor(() => rehearsals.manners), settings: new WeakMap() };
  const listener = rehearsals.listener;
  const own = await listener.opening.catch((error: Error) => {
    if (rehearsals.listener === listener) rehearsals.listener = null;
    throw error;
  });
  const known = listener.settings.get(real) ?? new Map<RehearsedVendor, DeliverySettings>();
  listener.settings.set(real, known);
  const nobodys = known.get(vendor) ?? makeNobodysSettings(real, own.urlOf(vendor));
  known.set(vendor, nobodys);
  return nobodys;
}
