import { type Env, listSetting, textSetting } from './read-setting';

export function readRegion(env: Env, problems: string[]): string | null {
  const region = textSetting(env, 'DEFAULT_PHONE_REGION')?.toUpperCase() ?? null;
  if (region !== null && !/^[A-Z]{2}$/.test(region)) {
    problems.push(`DEFAULT_PHONE_REGION is "${region}". Write two letters such as IN, US or GB.`);
    return null;
  }
  return region;
}

export function readCountries(env: Env, problems: string[]): string[] | null {
  const countries = listSetting(env, 'SMS_COUNTRIES').map((country) => country.toUpperCase());
  for (const country of countries.filter((text) => !/^[A-Z]{2}$/.test(text))) {
    problems.push(`SMS_COUNTRIES has "${country}". Write two letters a country, such as IN,US,GB.`);
  }
  return countries.length > 0 ? countries : null;
}
