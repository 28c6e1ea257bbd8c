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
