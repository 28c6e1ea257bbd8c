/**
 * Inputs of texts come from customers, and from strangers who type a victim's address into a form. They may not
 * become a header, a link, markup, a second last line or an instruction.
 */
const maxParamLength = 60;
const maxNameLength = 40;

/** Words that may hold figures and punctuation: an amount, a payee, a device. Links and markup are taken apart. */
export function cleanParam(value: unknown, maxLength = maxParamLength): string {
  const text = plain(value)
    .replace(/[<>{}[\]\\|`"#]/g, ' ')
    .replace(/[a-z][a-z0-9+.-]*:\/+/gi, ' ')
    .replace(/\bwww\./gi, 'www ')
    .replace(/@/g, ' at ')
    // Mail programs make a link of every "name.tld" and "name.tld/path".
    .replace(/\.(?=\p{L})/gu, '. ')
    .replace(/(?<=\p{L})\/(?=\p{L})/gu, ' / ')
    .replace(/ +/g, ' ')
    .trim();
  const letters = [...text];
  return letters.length > maxLength ? `${letters.slice(0, maxLength - 3).join('')}...` : text;
}

/** A person's name as typed, or null when it is more than a name: then the message greets without one. */
export function cleanName(value: unknown): string | null {
  const name = plain(value);
  const isName = /^[\p{L}\p{M}]+\.?(?:[ '’-][\p{L}\p{M}]+\.?){0,4}$/u.test(name);
  return isName && [...name].length <= maxNameLength ? name : null;
}

/** One line, without control characters and the invisible ones that turn the direction of text around. */
function plain(value: unknown): string {
  return String(value ?? '')
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\p{Zs}]+/gu, ' ')
    .replace(/[\p{Cf}\p{Co}\p{Cn}\p{Cs}]/gu, '')
    .replace(/ +/g, ' ')
    .trim();
}
