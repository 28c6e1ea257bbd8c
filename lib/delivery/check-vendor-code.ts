import { setTimeout as wait } from 'node:timers/promises';
import type { Channel, DeliverySettings, ProviderId } from '@/lib/config/delivery-settings';
import { getSettings } from '@/lib/config/settings';
import { callProvider } from './call-provider';
import { DeliveryError } from './delivery-error';
import { providers } from './providers/registry';

/** What decides whether a vendor is asked about a code. */
export interface VendorCheck {
  verifier: string | null;
  verifierId: string | null;
  decoy: boolean;
  channel: Channel;
}

/** The vendor that made the code gave no answer: nothing is known, so nothing is counted. The edge answers 503. */
export class VerifierUnavailable extends Error {
  readonly retryAfterSeconds = 5;

  constructor(readonly provider: string) {
    super(`${provider} did not answer whether a code is right.`);
    this.name = 'VerifierUnavailable';
  }
}

const checkTimeoutMs = 8_000;
/** How long the latest real checks took. Before the first one: a usual pace. */
const pace = [180, 240, 320];
const paceLength = 50;

/**
 * Asks the vendor that made a challenge's code; null when the code is ours to compare. For a decoy that a vendor would
 * have served, it takes as long as a real check and says no: the time tells nobody that there is no account.
 * @throws VerifierUnavailable
 */
export async function checkVendorCode(
  check: VendorCheck,
  code: string,
  settings: DeliverySettings = getSettings().delivery,
): Promise<boolean | null> {
  if (check.decoy) {
    const first = settings.channels[check.channel][0];
    if (first && providers[first].check) await wait(pace[Math.floor(Math.random() * pace.length)]!);
    return null;
  }
  if (check.verifier === null || check.verifierId === null) return null;
  const { verifier, verifierId } = check;
  const startedAt = performance.now();
  try {
    return await callProvider(
      verifier as ProviderId,
      settings,
      checkTimeoutMs,
      (provider, delivering, signal) => provider.check!(verifierId, code, delivering, signal),
    );
  } catch (error) {
    if (error instanceof DeliveryError) throw new VerifierUnavailable(verifier);
    throw error;
  } finally {
    pace.push(performance.now() - startedAt);
    if (pace.length > paceLength) pace.shift();
  }
}
