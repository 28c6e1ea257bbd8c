const countries = new Intl.DisplayNames('en', { type: 'region' });

/** "India (IN)", or what is there where it is no country. */
export function countryWords(code: string): string {
  return /^[A-Z]{2}$/.test(code) ? `${countries.of(code)} (${code})` : code;
}
