/** What the parts and headers of a mail are written in. Lines have at most 76 signs and end with CR LF. */

const longestLine = 76;

/** Each byte as quoted-printable has it: itself where it is a printable ASCII sign but "=", else "=" and two hex digits. */
const quotedBytes = Array.from({ length: 256 }, (_, byte) => {
  const plain = (byte >= 0x20 && byte <= 0x7e && byte !== 0x3d) || byte === 0x09;
  return plain ? String.fromCharCode(byte) : `=${byte.toString(16).toUpperCase().padStart(2, '0')}`;
});

/** RFC 2045, 6.7, of text whose lines end with CR LF. */
export function quotedPrintable(bytes: Buffer): string {
  return bytes
    .toString('latin1')
    .split('\r\n')
    .map((line) => foldQuoted(quoteLine(line)))
    .join('\r\n');
}

// Rare in a line: those are replaced, and what stands between is taken as it is.
const unplain = /[^\t\x20-\x3c\x3e-\x7e]/g;
/** A relay may take white space at the end of a line away. */
const lastBlank = /[ \t]$/;

function quoteLine(line: string): string {
  return line
    .replace(unplain, (sign) => quotedBytes[sign.charCodeAt(0)]!)
    .replace(lastBlank, (sign) => (sign === ' ' ? '=20' : '=09'));
}

/** Cuts a line with "=" at the end of each piece, and never within "=3D". */
function foldQuoted(line: string): string {
  if (line.length <= longestLine) return line;
  const pieces: string[] = [];
  let from = 0;
  while (line.length - from > longestLine) {
    let to = from + longestLine - 1;
    if (line[to - 1] === '=') to -= 1;
    else if (line[to - 2] === '=') to -= 2;
    pieces.push(line.slice(from, to));
    from = to;
  }
  pieces.push(line.slice(from));
  return pieces.join('=\r\n');
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
