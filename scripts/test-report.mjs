import { relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { projectDir } from './prepare.mjs';

/** Reads the JSON reports of Vitest and Playwright for what the end of `npm test` has to say. */

const firstLines = (text, lines) =>
  stripVTControlCharacters(String(text ?? ''))
    .split('\n')
    .slice(0, lines)
    .join('\n      ');

/** Unit tests that failed, with the first lines of the reason: the end of a long log is what people read. */
export function unitFailures(report) {
  return (report?.testResults ?? []).flatMap((file) => {
    const failed = namesOf(file, ({ status }) => status === 'failed');
    if (failed.length > 0 || file.status !== 'failed') return failed;
    return [`${relative(projectDir, file.name)}: ${firstLines(file.message, 6)}`];
  });
}

/** Those that passed at the second try, with what was wrong at the first. */
export function flakyUnitTests(report) {
  const isFlaky = ({ status, failureMessages }) => status === 'passed' && failureMessages?.length > 0;
  return (report?.testResults ?? []).flatMap((file) => namesOf(file, isFlaky));
}

function namesOf(file, isMeant) {
  return file.assertionResults
    .filter(isMeant)
    .map(
      ({ fullName, failureMessages }) =>
        `${relative(projectDir, file.name)} › ${fullName}\n      ${firstLines(failureMessages[0], 6)}`,
    );
}

/** Browser tests with one of these outcomes: 'unexpected' (failed) or 'flaky' (passed at the second try). */
export function browserTests(report, outcome) {
  const ofSuite = (suite, path) => [
    ...(suite.specs ?? []).flatMap((spec) =>
      spec.tests
        .filter(({ status }) => status === outcome)
        .map((test) => {
          const error = test.results.find(({ errors }) => errors?.length > 0)?.errors[0];
          return `[${test.projectName}] ${[...path, spec.title].join(' › ')}\n      ${firstLines(error?.message, 6)}`;
        }),
    ),
    ...(suite.suites ?? []).flatMap((inner) => ofSuite(inner, [...path, inner.title])),
  ];
  return (report?.suites ?? []).flatMap((suite) => ofSuite(suite, [suite.title]));
}
