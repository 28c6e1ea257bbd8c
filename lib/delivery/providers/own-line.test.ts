import { expect, test } from 'vitest';
import { exchangeWithOurselves } from './own-line';

test('what is sent to ourselves is answered, many at once and however long', async () => {
  const sizes = [1, 40, 9_000, 300_000, 40];
  await Promise.all(sizes.map((size) => exchangeWithOurselves(Buffer.alloc(size, 'x'))));
  const began = performance.now();
  await exchangeWithOurselves(Buffer.from('MAIL FROM:<a@b.example>\r\n'));
  expect(performance.now() - began).toBeLessThan(1_000);
});
