import { expect, test } from 'vitest';
import { readFindings } from './audit.mjs';

const answer = (severity: string) =>
  JSON.stringify({
    vulnerabilities: {
      left: { name: 'left', severity, range: '<2.0.1', fixAvailable: { name: 'left', version: '2.0.1' } },
      pad: { name: 'pad', severity: 'moderate', range: '*', fixAvailable: false },
    },
  });

test.each(['high', 'critical'])('a %s weakness is named with its package and what mends it', (severity) => {
  expect(readFindings(answer(severity))).toEqual([
    `left <2.0.1 has a ${severity} weakness: left 2.0.1 mends it.`,
  ]);
});

test('what is less than high does not stop a commit', () => {
  expect(readFindings(answer('low'))).toEqual([]);
});

test.each(['', '<html>', '{"error":{"summary":""},"statusCode":405}', 'null'])(
  'an answer that is no list (%s) is no finding and no all-clear',
  (text) => {
    expect(readFindings(text)).toBeNull();
  },
);
