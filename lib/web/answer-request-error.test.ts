import { AsyncLocalStorage } from 'node:async_hooks';
import type { Logger } from 'pino';
import { afterEach, expect, test } from 'vitest';
import { answerRequestError } from './answer-request-error';

const exchange = Symbol.for('latchkey.exchange');
const store = globalThis as unknown as Record<symbol, unknown>;

let lines: [string, object][] = [];

afterEach(() => {
  lines = [];
  delete store[exchange];
});

/** What the worker is told about the answer when a page throws this. */
function answerTo(error: unknown): object {
  const exchanges = new AsyncLocalStorage<object>();
  store[exchange] = exchanges;
  const answer = {};
  const log = { error: (facts: object, words: string) => lines.push([words, facts]) };
  exchanges.run(answer, () => answerRequestError(error, '/verify', log as unknown as Pick<Logger, 'error'>));
  return answer;
}

test('a page without its database says when to come back', () => {
  const refused = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
  expect(answerTo(refused)).toEqual({ status: 503, retryAfterSeconds: 5 });
  expect(answerTo(new Error('wrapped', { cause: refused }))).toEqual({ status: 503, retryAfterSeconds: 5 });
});

test('a fault of ours is not called a lack of the database', () => {
  const fault = new TypeError('x is undefined');
  expect(answerTo(fault)).toEqual({});
  expect(lines).toEqual([['page failed', { err: fault, route: '/verify' }]]);
});
