const decimalDigit = /\p{Nd}/u;

/**
 * Digits of every script as 0 to 9: keyboards for Arabic, Hindi or Bengali write their own, and full-width ones come by
 * paste. Other characters stay. Unicode keeps each script's ten digits together, in order.
 */
export function toAsciiDigits(text: string): string {
  return text.replace(/[^\P{Nd}0-9]/gu, (digit) => {
    const point = digit.codePointAt(0)!;
    let start = point;
    while (decimalDigit.test(String.fromCodePoint(start - 1))) start -= 1;
    // Sets may follow each other without a gap (U+1D7CE to U+1D7FF are five).
    return String((point - start) % 10);
  });
}

/**
 * Full-width forms of ASCII as ASCII: keyboards for Chinese, Japanese and Korean write them, and they mean nothing else (the
 * width mapping of RFC 8265, 3.3.1). Other look-alikes stay what they are.
 */
export function foldWidth(text: string): string {
  return text.replace(/[\uFF01-\uFF5E]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0));
}

/**
 * Without spaces, invisible marks and dashes. The key of the dash on a Japanese keyboard writes a long vowel (U+30FC, U+FF70).
 */
export function withoutSeparators(text: string): string {
  return text.replace(
    /[\s\-\u00AD\u200B-\u200F\u2010-\u2015\u202A-\u202E\u2060-\u2069\u2212\u30FC\uFE58\uFE63\uFEFF\uFF0D\uFF70]/g,
    '',
  );
}
