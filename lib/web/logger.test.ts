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
});
