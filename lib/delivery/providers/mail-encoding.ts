/** What the parts and headers of a mail are written in. Lines have at most 76 signs and end with CR LF. */

const longestLine = 76;

/** Each byte as quoted-printable writes those that cannot stand for themselves. */
const quotedBytes = Array.from(
  { length: 256 },
  (_, byte) => `=${byte.toString(16).toUpperCase().padStart(2, '0')}`,
);

/** RFC 2045, 6.7, of text whose lines end with CR LF. */
export function quotedPrintable(bytes: Buffer): string {
  return bytes
    .toString('latin1')
    .split('\r\n')
    .map((line) => foldQuoted(quoteLine(line)))
    .join('\r\n');
}

const unplain = /[^\t\x20-\x7e]/g;

function quoteLine(line: string): string {
  // All that most lines of HTML need, and several times as fast as by a pattern.
  const plain = line.replaceAll('=', '=3D');
  const quoted = plain.replace(unplain, (sign) => quotedBytes[sign.charCodeAt(0)]!);
  // A relay may take white space at the end of a line away.
  if (quoted.endsWith(' ')) return `${quoted.slice(0, -1)}=20`;
  return quoted.endsWith('\t') ? `${quoted.slice(0, -1)}=09` : quoted;
}

/** Cuts a line with "=" at the end of each piece, and never within "=3D". */
function foldQuoted(line: string): string {
  let folded = '';
  let from = 0;
  while (line.length - from > longestLine) {
    let to = from + longestLine - 1;
    if (line[to - 1] === '=') to -= 1;
    else if (line[to - 2] === '=') to -= 2;
    folded += `${line.slice(from, to)}=\r\n`;
    from = to;
  }
  return from === 0 ? line : folded + line.slice(from);
}

/** RFC 2045, 6.8. */
export function toBase64Lines(bytes: Buffer): string {
  return bytes.toString('base64').replace(/.{76}(?=.)/g, '$&\r\n');
}

/** Bytes of an encoded word of 75 signs: `=?UTF-8?B?` and `?=` are 12 of them. */
const wordBytes = 45;

/**
 * A header's text: as it is where it is short and plain, else as encoded words (RFC 2047), one a line. `used`: signs that
 * stand before it in its first line.
 */
export function encodeWords(text: string, used: number): string {
  const clean = text.replace(/\p{C}+/gu, ' ').trim();
  if (/^[\x20-\x7e]*$/.test(clean) && !clean.includes('=?') && used + clean.length <= longestLine)
    return clean;
  const words: string[] = [];
  let word = '';
  let room = Math.min(wordBytes, Math.floor((longestLine - used - 12) / 4) * 3);
  for (const sign of clean) {
    if (Buffer.byteLength(word) + Buffer.byteLength(sign) > room) {
      words.push(word);
      word = '';
      room = wordBytes;
    }
    word += sign;
  }
  return [...words, word].map((one) => `=?UTF-8?B?${Buffer.from(one).toString('base64')}?=`).join('\r\n ');
}
