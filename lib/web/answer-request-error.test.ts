import { AsyncLocalStorage } from 'node:async_hooks';
import type { Logger } from 'pino';
import { afterEach, describe, expect, test } from 'vitest';
import { answerRequestError } from './answer-request-error';

const exchange = Symbol.for('latchkey.exchange');
const store = globalThis as unknown as Record<symbol, unknown>;

let lines: [level: string, words: string, facts: object][] = [];

afterEach(() => {
  lines = [];
  delete store[exchange];
});

/** What the worker is told about the answer when a page throws this. */
function answerTo(error: unknown, under: object = {}): object {
  const exchanges = new AsyncLocalStorage<object>();
  store[exchange] = exchanges;
  const answer = { ...under };
  const write = (level: string) => (facts: object, words: string) => lines.push([level, words, facts]);
  const log = { error: write('error'), warn: write('warn') } as unknown as Pick<Logger, 'error' | 'warn'>;
  exchanges.run(answer, () => answerRequestError(error, '/verify', log));
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
  expect(lines).toEqual([['error', 'page failed', { err: fault, route: '/verify' }]]);
});

describe('a form that has not reached its action', () => {
  const next = '/srv/node_modules/next/dist/compiled/next-server/app-page-turbo.runtime.prod.js';
  const worker = '/srv/.next/server/chunks/ssr/node_modules_next_dist_0-amw._.js';
  /** An error with this stack, the innermost frame first. */
  const thrown = (message: string, ...frames: string[]) =>
    Object.assign(new Error(message), {
      stack: [`Error: ${message}`, ...frames.map((frame) => `    at ${frame}`)].join('\n'),
    });
  const isForm = { isForm: true };
  const unreadable = { isForm: true, unreadable: true, status: 400, retryAfterSeconds: undefined };

  test.each([
    // As React says it; a lost connection to the database says so, too.
    ['is cut short', thrown('Connection closed.', `tY (${next}:15:80738)`, `async m (${worker}:1:11866)`)],
    ['is no JSON', thrown('Unexpected token', 'JSON.parse (<anonymous>)', `tX (${next}:15:1)`)],
    ['is no form', thrown('Failed to parse', 'node:internal/deps/undici/undici:5:1', `async ${next}:18:1`)],
    ['has no stack', thrown('Failed to parse')],
  ])('and %s is the fault of its sender', (_, error) => {
    expect(answerTo(error, isForm)).toEqual(unreadable);
    expect(lines).toEqual([['warn', 'a form could not be read', { err: error, route: '/verify' }]]);
  });

  test('and is too large says so', () => {
    const error = Object.assign(thrown('Body exceeded 1 MB limit.', `a (${next}:1:1)`), { statusCode: 413 });
    expect(answerTo(error, isForm)).toMatchObject({ unreadable: true, status: 413 });
  });

  test.each([
    ['an action that cannot be loaded', 'module evaluation (/srv/.next/server/chunks/ssr/_1xqf._.js:1:2)'],
    ['a package that cannot be loaded', 'Object.<anonymous> (C:\\srv\\node_modules\\pg\\lib\\index.js:1:2)'],
  ])('because of %s is a fault of ours', (_, frame) => {
    expect(answerTo(thrown('broken', frame, `requireModule (${next}:15:1)`), isForm)).toEqual(isForm);
    expect(lines).toMatchObject([['error', 'page failed', {}]]);
  });

  test('is nobody’s fault any more when it has', () => {
    const acted = { isForm: true, acted: true };
    expect(answerTo(thrown('broken', `a (${next}:1:1)`), acted)).toEqual(acted);
    expect(answerTo(thrown('broken', `a (${next}:1:1)`))).toEqual({});
    expect(lines.map(([level]) => level)).toEqual(['error', 'error']);
  });
});
