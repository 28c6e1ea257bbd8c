import { getSettings, type Settings } from '@/lib/config/settings';
import { getProofMode, getPumpingMode } from '@/lib/guard/guard-mode';
import { getLimits, type Limits } from '@/lib/limits/catalogue';
import { accountLines } from './account-policy';
import { codeLines } from './code-policy';
import { placeLines } from './place-policy';
import type { PolicyLine } from './policy-line';

/** What ASVS 5.0 and NIST SP 800-63B-4 ask of a system of this kind, each with what this one does as it is configured. */
export function judgePolicy(
  settings: Settings = settingsInForce(),
  limits: Limits = getLimits(),
): PolicyLine[] {
  const lines = [...codeLines(settings), ...accountLines(settings, limits), ...placeLines(settings)];
  return lines.map(([area, source, requirement, [value, mark, remedy]]) => ({
    ...{ area, source, requirement, value, mark },
    remedy: remedy ?? null,
  }));
}

/** As the process was started, with what staff has switched since. */
function settingsInForce(): Settings {
  const settings = getSettings();
  const guard = { ...settings.guard, pumping: getPumpingMode(), proofOfWork: getProofMode() };
  return { ...settings, guard };
}
