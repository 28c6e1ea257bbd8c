import { expect, test } from 'vitest';
import { addPrices, parsePrice } from './parse-price';

test('an amount is read to the millionth, without floating point', () => {
  expect(parsePrice('0.03330000', 'EUR')).toEqual({ micros: 33_300n, currency: 'EUR' });
  expect(parsePrice('-0.00750', 'usd')).toEqual({ micros: 7_500n, currency: 'USD' });
  expect(parsePrice(12, 'USD')).toEqual({ micros: 12_000_000n, currency: 'USD' });
});

test('what is no amount or no currency is no price', () => {
  for (const amount of ['', 'free', '1e3', '1,5', '9'.repeat(20), null, undefined, {}, Number.NaN])
    expect(parsePrice(amount, 'EUR')).toBeNull();
  for (const currency of ['', 'EURO', '€', undefined, '=1+']) expect(parsePrice('1', currency)).toBeNull();
});

test('a message of several parts costs all of them, or nobody knows', () => {
  const part = parsePrice('0.01', 'EUR');
  expect(addPrices([part, part])).toEqual({ micros: 20_000n, currency: 'EUR' });
  expect(addPrices([part, null])).toBeNull();
  expect(addPrices([part, parsePrice('0.01', 'USD')])).toBeNull();
  expect(addPrices([])).toBeNull();
});
