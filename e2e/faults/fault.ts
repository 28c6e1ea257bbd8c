import type { FaultTarget } from './fault-target';

/** Why a fault could not be tried on this machine. */
export class Skipped extends Error {}

export interface Fault {
  /** For `npm run faults -- NAME`. */
  name: string;
  promise: string;
  /** @returns what was seen, with numbers. @throws where the promise was broken */
  run(target: FaultTarget): Promise<string>;
}
