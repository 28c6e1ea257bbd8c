/** The alphabet of 3GPP TS 23.038 §6.2.1. Characters of the extension table take two septets. */
const basic =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
const extension = '\f^{}\\[~]|€';
const septets = new Map([
  ...[...basic].map((letter): [string, number] => [letter, 1]),
  ...[...extension].map((letter): [string, number] => [letter, 2]),
]);

export interface SmsSize {
  encoding: 'gsm7' | 'ucs2';
  /** Septets or UTF-16 units. */
  units: number;
  /** What the vendor bills. */
  segments: number;
}

export function measureSms(text: string): SmsSize {
  let units = 0;
  for (const letter of text) {
    const size = septets.get(letter);
    if (size === undefined) {
      return {
        encoding: 'ucs2',
        units: text.length,
        segments: text.length <= 70 ? 1 : Math.ceil(text.length / 67),
      };
    }
    units += size;
  }
  return { encoding: 'gsm7', units, segments: units <= 160 ? 1 : Math.ceil(units / 153) };
}

/**
 * The same text without typographic characters, and without accents that the alphabet lacks, where that saves the
 * costly encoding; the text as it is where it does not (another script).
 */
export function simplifySms(text: string): string {
  const plain = [
    ...text
      .replace(/[‘’]/g, "'")
      .replace(/[“”]/g, '"')
      .replace(/[–—]/g, '-')
      .replace(/\p{Zs}/gu, ' '),
  ]
    .map((letter) => (septets.has(letter) ? letter : letter.normalize('NFKD').replace(/\p{M}/gu, '')))
    .join('');
  return measureSms(plain).encoding === 'gsm7' ? plain : text;
}
