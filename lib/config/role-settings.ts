import { type Env, listSetting, textSetting } from './read-setting';

const roles = ['customer', 'support', 'admin'] as const;
export type Role = (typeof roles)[number];

/** `none` requires it of nobody. */
export function readSecondFactorRoles(env: Env, problems: string[]): Role[] {
  if (textSetting(env, 'REQUIRE_SECOND_FACTOR') === null) return ['admin', 'support'];
  const typed = listSetting(env, 'REQUIRE_SECOND_FACTOR').map((role) => role.toLowerCase());
  if (typed.length === 1 && typed[0] === 'none') return [];
  const unknown = typed.filter((role) => !(roles as readonly string[]).includes(role));
  if (unknown.length > 0) {
    problems.push(
      `REQUIRE_SECOND_FACTOR has "${unknown[0]}". Write roles, separated by commas (${roles.join(', ')}), or none.`,
    );
  }
  return roles.filter((role) => typed.includes(role));
}
