import { once } from 'node:events';
import { expect, test } from 'vitest';
import { openOwnLine } from './own-line';

test('what one end says is heard at the other', async () => {
  const { near, far } = await openOwnLine();
  near.write('hello');
  expect(String((await once(far, 'data'))[0])).toBe('hello');
  far.write('yes?');
  expect(String((await once(near, 'data'))[0])).toBe('yes?');
  near.destroy();
  await once(far, 'close');
});
