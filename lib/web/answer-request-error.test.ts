import { AsyncLocalStorage } from 'node:async_hooks';
import { afterEach, expect, test } from 'vitest';
import { answerRequestError } from './answer-request-error';

const exchange = Symbol.for('latchkey.exchange');
const store = globalThis as unknown as Record<symbol, unknown>;

afterEach(() => {
  delete store[exchange];
});

/** What the worker is told about the answer when a page throws this. */
function answerTo(error: unknown): object {
  const exchanges = new AsyncLocalStorage<object>();
  store[exchange] = exchanges;
  const answer = {};
  exchanges.run(answer, () => answerRequestError(error));
  return answer;
}

test('a page without its database says when to come back', () => {
  const refused = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
  expect(answerTo(refused)).toEqual({ status: 503, retryAfterSeconds: 5 });
  expect(answerTo(new Error('wrapped', { cause: refused }))).toEqual({ status: 503, retryAfterSeconds: 5 });
});

test('a fault of ours is not called a lack of the database', () => {
  expect(answerTo(new TypeError('x is undefined'))).toEqual({});
});
