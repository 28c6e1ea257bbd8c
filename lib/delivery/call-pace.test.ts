import { expect, test } from 'vitest';
import { currentPace, timeCall } from './call-pace';

test('before the first call, nothing is known', () => {
  expect(currentPace('voice')).toEqual({ ms: 0, fails: false });
});

test('the pace is that of the newest call, and whether it failed; channels are apart', async () => {
  await expect(timeCall('sms', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(currentPace('sms').fails).toBe(true);
  expect(await timeCall('sms', async () => 'sent')).toBe('sent');
  expect(currentPace('sms').fails).toBe(false);
  expect(currentPace('email')).toEqual({ ms: 0, fails: false });
});

test('a call that hangs is known before it ends', async () => {
  let end = () => {};
  const hanging = timeCall('email', () => new Promise<void>((resolve) => (end = resolve)));
  const startedAt = performance.now();
  while (performance.now() - startedAt < 20) await new Promise(setImmediate);
  expect(currentPace('email').ms).toBeGreaterThanOrEqual(20);
  end();
  await hanging;
  expect(currentPace('email').ms).toBeGreaterThanOrEqual(20);
});
