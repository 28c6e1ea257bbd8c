import type { DeliverySettings, ProviderId } from '@/lib/config/delivery-settings';
import { DeliveryError } from './delivery-error';
import type { Provider } from './providers/provider';
import { providers } from './providers/registry';

/** Security.md: provider calls end within ten seconds. */
export const callTimeoutMs = 10_000;
/** While another vendor is waiting behind: the customer does not wait for one that hangs. */
export const impatientTimeoutMs = 4_000;

/** One call to a vendor that ends in time, come what may. @throws DeliveryError, and nothing else */
export async function callProvider<Outcome>(
  id: ProviderId,
  settings: DeliverySettings,
  timeoutMs: number,
  call: (provider: Provider, settings: DeliverySettings, signal: AbortSignal) => Promise<Outcome>,
): Promise<Outcome> {
  const deadline = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      deadline.abort();
      reject(
        new DeliveryError('timeout', { detail: `${id} did not answer within ${timeoutMs / 1000} seconds.` }),
      );
    }, timeoutMs);
  });
  try {
    // Raced, because not every SDK listens to the signal.
    return await Promise.race([call(providers[id], settings, deadline.signal), late]);
  } catch (error) {
    if (error instanceof DeliveryError) throw error;
    // A fault of ours in the provider: named, but its words may hold anything.
    throw new DeliveryError('unavailable', {
      detail: `The provider ${id} failed: ${(error as Error).name}.`,
    });
  } finally {
    clearTimeout(timer);
  }
}
