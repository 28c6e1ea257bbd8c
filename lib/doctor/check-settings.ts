import type { Env } from '@/lib/config/read-setting';
import { loadSettings, type Settings } from '@/lib/config/settings';
import { SettingsError } from '@/lib/config/settings-error';
import { loadLimits } from '@/lib/limits/catalogue';
import { type Finding, failed, fine } from './finding';

/** Everything that would stop the start, each sentence a finding. Without settings only the database can be looked at. */
export function checkSettings(env: Env): { findings: Finding[]; settings: Settings | null } {
  const problems: string[] = [];
  const settings = attempt(problems, () => loadSettings(env));
  if (settings) attempt(problems, () => loadLimits(settings.limitOverrides));
  if (problems.length === 0) return { findings: [fine('settings', 'Every setting is in order.')], settings };
  return { findings: problems.map(toFinding), settings: null };
}

function attempt<T>(problems: string[], read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    problems.push(...error.problems);
    return null;
  }
}

/** "APP_URL is …, which is wrong. Write it like …": the first sentence is what is seen, the rest what to do. */
function toFinding(problem: string): Finding {
  const [, seen = problem, remedy = ''] = /^(.+?[.:])\s+([A-Z`].*|set .*)$/s.exec(problem) ?? [];
  const restart = 'Correct it in .env and start again: settings are read at the start.';
  return failed('settings', seen.replace(/:$/, '.'), remedy ? `${remedy} ${restart}` : restart);
}
