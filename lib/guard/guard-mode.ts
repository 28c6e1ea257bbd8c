import type { GuardSettings } from '@/lib/config/guard-settings';
import { getSettings } from '@/lib/config/settings';
import { getSwitches } from '@/lib/config/switches';

/** How the pumping guard is set at this moment: by staff, else by PUMPING_GUARD. */
export function getPumpingMode(): GuardSettings['pumping'] {
  return getSwitches().pumpingGuard ?? getSettings().guard.pumping;
}

/** When a request has to be worked for: by staff, else by PROOF_OF_WORK. */
export function getProofMode(): GuardSettings['proofOfWork'] {
  return getSwitches().proofOfWork ?? getSettings().guard.proofOfWork;
}
