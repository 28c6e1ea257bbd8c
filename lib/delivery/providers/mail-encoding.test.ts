import { describe, expect, test } from 'vitest';
import { encodeWords, quotedPrintable, toBase64Lines } from './mail-encoding';

/** By the rules of RFC 2045, 6.7, read once more. */
function unquote(text: string): string {
  const bytes = text
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString();
}

const alphabet = [...'aZ09 =\t.~_-', 'é', 'ß', 'अ', 'ش', '語', '😀', '\u00a0', '\r', '\u0000'];

function randomLine(length: number): string {
  return Array.from({ length }, () => alphabet[Math.floor(Math.random() * alphabet.length)]).join('');
}

describe('quoted-printable', () => {
  test('says the same again, in lines of 76 signs at most, and none ends with white space', () => {
    for (let round = 0; round < 300; round++) {
      const text = Array.from({ length: 5 }, () => randomLine(Math.floor(Math.random() * 200))).join('\r\n');
      const quoted = quotedPrintable(Buffer.from(text));
      expect(unquote(quoted)).toBe(text);
      for (const line of quoted.split('\r\n')) expect(line).toMatch(/^([\t -<>-~]|=[0-9A-F]{2}){0,76}=?$/);
      for (const line of quoted.split('\r\n')) {
        expect(line.length).toBeLessThanOrEqual(76);
        expect(line).not.toMatch(/[ \t]$/);
      }
    }
  });

  test('cuts no sign in two, wherever the line is full', () => {
    for (let before = 60; before < 80; before++) {
      const quoted = quotedPrintable(Buffer.from(`${'x'.repeat(before)}=éé${'y'.repeat(80)}`));
      expect(quoted).not.toMatch(/=[0-9A-F]?=\r\n/);
      expect(unquote(quoted)).toBe(`${'x'.repeat(before)}=éé${'y'.repeat(80)}`);
    }
  });
});

test('base64 comes in lines of 76 signs', () => {
  for (const length of [0, 1, 56, 57, 58, 114, 500]) {
    const bytes = Buffer.alloc(length, 'k');
    const lines = toBase64Lines(bytes);
    expect(Buffer.from(lines, 'base64').equals(bytes)).toBe(true);
    expect(lines.split('\r\n').every((line) => line.length <= 76)).toBe(true);
    expect(lines.endsWith('\r\n')).toBe(false);
  }
});

describe('the text of a header', () => {
  const decode = (value: string) =>
    value
      .replace(/\?=\r\n =\?/g, '?==?')
      .replace(/=\?UTF-8\?B\?([^?]*)\?=/g, (_, text: string) => Buffer.from(text, 'base64').toString());

  test('stays as it is where it is short and plain', () => {
    expect(encodeWords('Your code for Latchkey', 9)).toBe('Your code for Latchkey');
  });

  test('becomes words of 75 signs at most, each of whole letters, else', () => {
    for (const text of [
      'Ihr Bestätigungscode für die Anmeldung',
      'लैचकी के लिए आपका सत्यापन कोड, कृपया इसे किसी के साथ साझा न करें',
      '😀'.repeat(40),
      'a long and plain subject that goes on and on until it no longer fits into one line',
      'looks like =?UTF-8?B?aGVsbG8=?= already',
    ]) {
      const value = encodeWords(text, 9);
      expect(decode(value)).toBe(text);
      for (const [index, line] of value.split('\r\n ').entries()) {
        expect(line).toMatch(/^=\?UTF-8\?B\?[A-Za-z0-9+/]+=*\?=$/);
        expect(line.length + (index === 0 ? 9 : 1)).toBeLessThanOrEqual(76);
      }
    }
  });

  test('never begins a new header', () => {
    expect(encodeWords('Code\r\nBcc: all@example.com', 9)).toBe('Code Bcc: all@example.com');
    expect(encodeWords('é\r\nBcc: all@example.com', 9)).not.toContain('\nBcc');
  });
});
