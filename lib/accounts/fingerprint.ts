import { createHmac } from 'node:crypto';
import { getKey } from '@/lib/config/keys';

/** An address as logs, counters and events may hold it: keyed, so that nobody can try addresses against it. */
export function fingerprint(address: string): string {
  return createHmac('sha256', getKey('fingerprint').bytes).update(address).digest('base64url').slice(0, 22);
}
