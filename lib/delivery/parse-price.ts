/** What a vendor says that a message cost. */
export interface MessagePrice {
  /** Millionths of the currency. */
  micros: bigint;
  /** ISO 4217 */
  currency: string;
}

/** An amount as vendors write it (`0.03330000`, a number, also below zero where they book it so); null for what is none. */
export function parsePrice(amount: unknown, currency: unknown): MessagePrice | null {
  const text = typeof amount === 'number' ? String(amount) : amount;
  if (typeof text !== 'string' || typeof currency !== 'string') return null;
  const money = currency.toUpperCase();
  const [, whole, part = ''] = /^-?(\d{1,6})(?:\.(\d{1,12}))?$/.exec(text.trim()) ?? [];
  if (whole === undefined || !/^[A-Z]{3}$/.test(money)) return null;
  return { micros: BigInt(whole) * 1_000_000n + BigInt(part.slice(0, 6).padEnd(6, '0')), currency: money };
}

/** The price of a message of several parts; null where one of them is unknown. */
export function addPrices(prices: readonly (MessagePrice | null)[]): MessagePrice | null {
  const known = prices.filter((price) => price !== null);
  const currency = known[0]?.currency;
  if (known.length !== prices.length || currency === undefined) return null;
  if (known.some((price) => price.currency !== currency)) return null;
  return { micros: known.reduce((sum, { micros }) => sum + micros, 0n), currency };
}
