import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { projectDir, run } from './prepare.mjs';
import { findSystemBrowser } from './system-browser.mjs';
import { browserTests, flakyUnitTests, unitFailures } from './test-report.mjs';

/** The stages of `npm run check` and `npm test`. Each gives the numbers of tests that passed, failed and were left out. */

const bin = (path) => join(projectDir, 'node_modules', path);
const environment = { CI: 'true', NODE_ENV: 'test' };

function node(script, options, env = {}) {
  return run(process.execPath, [bin(script), ...options], { env: { ...environment, ...env } });
}

/** A stage that is one test: it passes or it fails. */
const asOneTest = (code) => ({ passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 });

export async function checkFormat() {
  return asOneTest(await node('@biomejs/biome/bin/biome', ['format', '.']));
}

export async function checkLint() {
  return asOneTest(
    await node('@biomejs/biome/bin/biome', [
      'check',
      '--formatter-enabled=false',
      '--error-on-warnings',
      '.',
    ]),
  );
}

export async function checkTypes() {
  // Types of pages and routes are Next's own, and a fresh clone has none yet.
  const code = await node('next/dist/bin/next', ['typegen'], { NODE_ENV: 'production' });
  return asOneTest(code || (await node('typescript/bin/tsc', ['--noEmit'])));
}

export async function checkUnused() {
  return asOneTest(await node('knip/bin/knip.js', ['--no-progress']));
}

function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

/** A runner that failed without a failed test (a file that does not load, no report at all) counts as one failure. */
function withExitCode(code, counts) {
  return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

export async function runUnitTests() {
  const file = join(projectDir, 'test-results/unit.json');
  rmSync(file, { force: true });
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const code = await node('vitest/vitest.mjs', ['run', ...reporters]);
  const report = readReport(file);
  return withExitCode(code, {
    passed: report?.numPassedTests ?? 0,
    failed: report?.numFailedTests ?? 0,
    skipped: (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0),
    failures: unitFailures(report),
    flaky: flakyUnitTests(report),
  });
}

/** Written by the JSON reporter of playwright.config.ts. */
export async function runBrowserTests() {
  const file = join(projectDir, 'test-results/browser.json');
  rmSync(file, { force: true });
  const code = await node('@playwright/test/cli.js', ['test']);
  const report = readReport(file);
  const stats = report?.stats;
  return withExitCode(code, {
    passed: (stats?.expected ?? 0) + (stats?.flaky ?? 0),
    failed: stats?.unexpected ?? 0,
    skipped: stats?.skipped ?? 0,
    failures: browserTests(report, 'unexpected'),
    flaky: browserTests(report, 'flaky'),
  });
}

/** The system's Chromium, else Debian's headless build or its whole one, else Playwright's own download. */
export async function installBrowser() {
  if (findSystemBrowser()) return;
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    const quietly = { env: { DEBIAN_FRONTEND: 'noninteractive' }, quiet: true };
    await run('apt-get', ['update', '-qq'], quietly);
    for (const name of ['chromium-headless-shell', 'chromium']) {
      await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', name], quietly);
      if (findSystemBrowser()) return;
    }
  }
  await node('@playwright/test/cli.js', ['install', 'chromium']);
}
