import { expect, test } from 'vitest';
import { findDifferences } from './build';

test('a server that takes its build as it is names what the pages show otherwise', () => {
  const built = { appName: 'Latchkey', demoMode: false };
  expect(
    findDifferences(built, { appName: 'The Shop', appUrl: 'https://x.example', demoMode: false }),
  ).toEqual(['appName']);
  expect(
    findDifferences(built, { appName: 'Latchkey', appUrl: 'https://x.example', demoMode: false }),
  ).toEqual([]);
});
