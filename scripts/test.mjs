import { generateClient, installPackages, requireNodeVersion, SetupError } from './prepare.mjs';
import {
  checkFormat,
  checkLint,
  checkTypes,
  checkUnused,
  installBrowser,
  runBrowserTests,
  runUnitTests,
} from './stages.mjs';

/** `npm test`: from a fresh clone to one line of numbers. A failed stage does not hide what the next ones would say. */

const total = { passed: 0, failed: 0, skipped: 0 };
const failures = [];
const flaky = [];

async function stage(title, work) {
  const began = performance.now();
  console.log(`\n── ${title}`);
  const counts = await work().catch((error) => {
    console.error(error instanceof SetupError ? error.message : error);
    return { passed: 0, failed: 1, skipped: 0 };
  });
  for (const key of Object.keys(total)) total[key] += counts[key];
  if (counts.failed > 0) failures.push(...(counts.failures?.length ? counts.failures : [title]));
  flaky.push(...(counts.flaky ?? []));
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  console.log(
    `${counts.failed > 0 ? '✗' : '✓'} ${title}: ${counts.passed} passed, ${counts.failed} failed (${seconds} s)`,
  );
  return counts.failed === 0;
}

async function build() {
  const { register } = await import('tsx/esm/api');
  register();
  const { buildForTests } = await import('./build-for-tests.ts');
  await buildForTests();
  return { passed: 1, failed: 0, skipped: 0 };
}

try {
  requireNodeVersion();
  process.env.CI = 'true';
  process.env.NEXT_TELEMETRY_DISABLED = '1';
  process.env.CHECKPOINT_DISABLE = '1';
  process.env.PRISMA_HIDE_UPDATE_MESSAGE = '1';
  await installPackages({ development: true });
  await generateClient();
  await stage('Format', checkFormat);
  await stage('Lint', checkLint);
  await stage('Types', checkTypes);
  await stage('Unused files, exports and dependencies', checkUnused);
  await stage('Unit and integration tests', runUnitTests);
  const built = await stage('Production build', build);
  if (built) {
    await installBrowser();
    await stage('Browser tests', runBrowserTests);
  } else {
    console.log('\nThe browser tests were not run: there is no build.');
  }
} catch (error) {
  console.error(error instanceof SetupError ? error.message : error);
  total.failed += 1;
}

if (flaky.length > 0) console.log(`\nPassed at the second try only:\n  ${flaky.join('\n  ')}`);
if (failures.length > 0) console.log(`\nFailed:\n  ${failures.join('\n  ')}`);

console.log(
  `\n${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ''}`,
);
process.exit(total.failed > 0 ? 1 : 0);
