import { afterEach, expect, test, vi } from 'vitest';
import { receiveCode } from './receive-code';

interface Asked {
  options: { otp: unknown; signal: AbortSignal };
  answer: (credential: unknown) => void;
  refuse: (reason: Error) => void;
}

/** A browser that knows WebOTP, as far as a page sees it (https://wicg.github.io/web-otp). */
function stubBrowser(): Asked[] {
  const asked: Asked[] = [];
  const get = (options: Asked['options']) =>
    new Promise((answer, refuse) => {
      options.signal.addEventListener('abort', () => refuse(new DOMException('Aborted', 'AbortError')));
      asked.push({ options, answer, refuse });
    });
  vi.stubGlobal('OTPCredential', class {});
  vi.stubGlobal('navigator', { credentials: { get } });
  return asked;
}
afterEach(() => vi.unstubAllGlobals());
const settle = () => new Promise((done) => setImmediate(done));

test('the code of an SMS is handed on', async () => {
  const [asked, codes] = [stubBrowser(), [] as string[]];
  receiveCode((code) => codes.push(code));
  expect(asked).toMatchObject([{ options: { otp: { transport: ['sms'] } } }]);
  asked[0]!.answer({ code: '123456' });
  await settle();
  expect(codes).toEqual(['123456']);
});

test('who has stopped waiting tells the browser, and gets nothing any more', async () => {
  const [asked, codes] = [stubBrowser(), [] as string[]];
  const stop = receiveCode((code) => codes.push(code));
  asked[0]!.answer({ code: '123456' });
  stop();
  await settle();
  expect(asked[0]!.options.signal.aborted).toBe(true);
  expect(codes).toEqual([]);
});

test('a refusal, and an answer without a code, are no news', async () => {
  const [asked, codes] = [stubBrowser(), [] as string[]];
  for (let count = 0; count < 3; count += 1) receiveCode((code) => codes.push(code));
  asked[0]!.refuse(new DOMException('No', 'NotAllowedError'));
  asked[1]!.answer(null);
  asked[2]!.answer({ code: 5 });
  await settle();
  expect(codes).toEqual([]);
});

test('a browser without WebOTP is not asked', () => {
  const get = vi.fn();
  vi.stubGlobal('navigator', { credentials: { get } });
  receiveCode(() => {})();
  expect(get).not.toHaveBeenCalled();
});
