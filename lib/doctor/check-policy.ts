import type { Settings } from '@/lib/config/settings';
import { judgePolicy } from '@/lib/flows/console/policy';
import { loadLimits } from '@/lib/limits/catalogue';
import { type Finding, fine, skipped, warning } from './finding';

/** The page /admin/policy in short: what is not met, what could be better, and how much is in order. */
export function checkPolicy(settings: Settings): Finding[] {
  const lines = judgePolicy(settings, loadLimits(settings.limitOverrides));
  const met = lines.filter(({ mark }) => mark === 'met').length;
  const findings = lines.flatMap(({ mark, source, requirement, value, remedy }) => {
    const text = `${requirement} Here: ${value} (${source}).`;
    if (mark === 'not_met') return [warning('policy', text, remedy ?? 'See docs/security.md.')];
    // Within what the sources allow: said, not complained of.
    return mark === 'partly' ? [skipped('policy', text, remedy)] : [];
  });
  return [
    fine('policy', `${met} of ${lines.length} requirements of ASVS 5.0 and NIST SP 800-63B-4 are met.`),
    ...findings,
  ];
}
