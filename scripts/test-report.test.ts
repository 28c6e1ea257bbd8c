import { expect, test } from 'vitest';
import { browserTests, flakyUnitTests, unitFailures } from './test-report.mjs';

const file = (name: string, status: string, assertionResults: unknown[], message = '') => ({
  name: new URL(`../${name}`, import.meta.url).pathname,
  status,
  message,
  assertionResults,
});

test('names the unit tests that failed, and files that do not load', () => {
  const failed = { status: 'failed', fullName: 'adds', failureMessages: ['\u001b[31mboom\u001b[39m\nat 1'] };
  const passed = { status: 'passed', fullName: 'takes', failureMessages: [] };
  const testResults = [
    file('lib/a.test.ts', 'failed', [failed, passed]),
    file('lib/b.test.ts', 'failed', [], 'no such module'),
  ];
  expect(unitFailures({ testResults })).toEqual([
    'lib/a.test.ts › adds\n      boom\n      at 1',
    'lib/b.test.ts: no such module',
  ]);
  expect(unitFailures(null)).toEqual([]);
});

test('names the unit tests that passed at the second try', () => {
  const flaky = { status: 'passed', fullName: 'waits', failureMessages: ['too late'] };
  expect(flakyUnitTests({ testResults: [file('lib/a.test.ts', 'passed', [flaky])] })).toEqual([
    'lib/a.test.ts › waits\n      too late',
  ]);
});

test('names browser tests by project, file and title', () => {
  const attempt = { errors: [{ message: 'gone' }] };
  const suites = [
    {
      title: 'stories/a.spec.ts',
      specs: [
        { title: 'opens', tests: [{ status: 'unexpected', projectName: 'javascript', results: [attempt] }] },
      ],
      suites: [
        {
          title: 'inner',
          specs: [
            {
              title: 'ends',
              tests: [{ status: 'flaky', projectName: 'wire', results: [attempt, { errors: [] }] }],
            },
          ],
        },
      ],
    },
  ];
  expect(browserTests({ suites }, 'unexpected')).toEqual([
    '[javascript] stories/a.spec.ts › opens\n      gone',
  ]);
  expect(browserTests({ suites }, 'flaky')).toEqual(['[wire] stories/a.spec.ts › inner › ends\n      gone']);
});
