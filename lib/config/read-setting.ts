/** The environment as it stands: every value a string or absent. */
export type Env = Readonly<Record<string, string | undefined>>;

/** A setting's text without surrounding space, or null when it is absent or empty. */
export function textSetting(env: Env, name: string): string | null {
  const value = env[name]?.trim();
  return value === undefined || value === '' ? null : value;
}

/** A comma-separated setting, without empty items. */
export function listSetting(env: Env, name: string): string[] {
  return (textSetting(env, name) ?? '')
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

/** A whole number within bounds; a sentence in `problems` and the default otherwise. */
export function integerSetting(
  env: Env,
  problems: string[],
  name: string,
  range: { default: number; min: number; max: number },
): number {
  const text = textSetting(env, name);
  if (text === null) return range.default;
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < range.min || value > range.max) {
    problems.push(`${name} is "${text}". Write a whole number from ${range.min} to ${range.max}.`);
    return range.default;
  }
  return value;
}

/** True, False, 1, 0, yes, no, on, off in any letter case (the seeds write Python's True). */
export function booleanSetting(env: Env, problems: string[], name: string, otherwise: boolean): boolean {
  const text = textSetting(env, name)?.toLowerCase();
  if (text === undefined) return otherwise;
  if (['true', '1', 'yes', 'on'].includes(text)) return true;
  if (['false', '0', 'no', 'off'].includes(text)) return false;
  problems.push(`${name} is "${text}". Write true or false.`);
  return otherwise;
}

/** One of a few words, the first of which is the default. */
export function choiceSetting<const Choice extends string>(
  env: Env,
  problems: string[],
  name: string,
  choices: readonly [Choice, ...Choice[]],
): Choice {
  const text = textSetting(env, name)?.toLowerCase();
  const chosen = choices.find((choice) => choice === text);
  if (text !== undefined && chosen === undefined) {
    problems.push(`${name} is "${text}". Write one of: ${choices.join(', ')}.`);
  }
  return chosen ?? choices[0];
}
