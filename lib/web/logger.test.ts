import { AsyncLocalStorage } from 'node:async_hooks';
import { Writable } from 'node:stream';
import pino from 'pino';
import { describe, expect, it } from 'vitest';
import { loggerOptions } from './logger';

function record(write: (logger: pino.Logger) => void): string {
  let text = '';
  const stream = new Writable({
    write(chunk, _encoding, done) {
      text += String(chunk);
      done();
    },
  });
  write(pino(loggerOptions, stream));
  return text;
}

describe('the log', () => {
  it.each([
    'code',
    'password',
    'token',
    'grant',
    'secret',
    'address',
    'email',
    'phone',
    'to',
    'identifier',
    'cookie',
    'authorization',
  ])('never holds what is called %s, at the top or inside', (name) => {
    const text = record((logger) => {
      logger.warn({ [name]: 'asha@example.com 123456' }, 'top');
      logger.warn({ input: { [name]: 'asha@example.com 123456' } }, 'one level down');
      logger.warn({ request: { input: { [name]: 'asha@example.com 123456' } } }, 'two levels down');
    });
    expect(text).not.toContain('123456');
    expect(text).not.toContain('asha');
    expect(text.match(/redacted/g)).toHaveLength(3);
  });

  it('keeps addresses and numbers out of the words of an error', () => {
    const text = record((logger) => {
      logger.error(
        { err: new Error('Key (email)=(asha@example.com) exists, phone +919876543210') },
        'failed',
      );
    });
    expect(text).not.toContain('asha@example.com');
    expect(text).not.toContain('9876543210');
    expect(text).toContain('exists');
  });

  it('writes one line an event, whatever is in it', () => {
    const text = record((logger) => logger.info({ userAgent: 'x\n{"level":60}\r\ny' }, 'a\nb'));
    expect(text.trimEnd().split('\n')).toHaveLength(1);
  });

  it('names the request of each line that is written while it is answered, and of no other line', () => {
    const exchanges = new AsyncLocalStorage<{ requestId: string }>();
    const store = globalThis as unknown as Record<symbol, unknown>;
    store[Symbol.for('latchkey.exchange')] = exchanges;
    const text = record((logger) => {
      logger.info('before');
      exchanges.run({ requestId: 'request-1' }, () => {
        logger.info('one');
        logger.warn({ requestId: 'its own' }, 'two');
        exchanges.exit(() => logger.info('the outbox'));
      });
    });
    delete store[Symbol.for('latchkey.exchange')];
    const ids = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).requestId);
    expect(ids).toEqual([undefined, 'request-1', 'its own', undefined]);
    // A name twice in one line would be read differently by different tools.
    expect(text.match(/requestId/g)).toHaveLength(2);
  });
});
