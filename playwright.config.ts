import { defineConfig } from '@playwright/test';
import { findSystemBrowser } from './scripts/system-browser.mjs';

/** Two pages of the browser's own that it starts beside each page of ours: they took ten times the processor that ours did. */
const ownPages = ['WebUIOmniboxPopup', 'WebUIOmniboxAimPopup'];
/** Playwright's own list, which a list given here replaces; as far as it matters for a local http server. */
const playwrightsList = [
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'AimEnabled',
  'DestroyProfileOnBrowserClose',
  'HttpsFirstBalancedModeAutoEnable',
  'HttpsUpgrades',
  'LensOverlay',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'PaintHolding',
  'PreconnectToSearch',
  'ThirdPartyStoragePartitioning',
];
const takesPictures = process.env.SCREENSHOTS === '1';

/** The production build in .next, served as `npm start` serves it, over real SMTP and HTTP (e2e/fixtures/global-set-up.ts). */
export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results/browser',
  globalSetup: './e2e/fixtures/global-set-up.ts',
  fullyParallel: true,
  // Another try is told as flaky in the report; without it one slow moment of the machine fails the whole run.
  retries: 2,
  forbidOnly: true,
  workers: 2,
  // For machines that do other things, too: these end what hangs, and a test that passes never waits for them.
  timeout: 90_000,
  globalTimeout: 1_800_000,
  expect: { timeout: 20_000 },
  reporter: [['list'], ['json', { outputFile: 'test-results/browser.json' }]],
  use: {
    browserName: 'chromium',
    headless: true,
    actionTimeout: 20_000,
    navigationTimeout: 30_000,
    screenshot: 'only-on-failure',
    // Fading in would make axe measure half-transparent text.
    contextOptions: { reducedMotion: 'reduce' },
    launchOptions: {
      // Without one on the system: Playwright's own.
      executablePath: findSystemBrowser(),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-background-networking',
        `--disable-features=${[...playwrightsList, ...ownPages].join(',')}`,
      ],
    },
  },
  projects: takesPictures
    ? [{ name: 'pictures', testMatch: 'pictures/*.spec.ts' }]
    : [
        { name: 'wire', testMatch: 'wire/*.spec.ts', use: { javaScriptEnabled: false } },
        { name: 'console', testMatch: 'console/*.spec.ts' },
        { name: 'demo', testMatch: 'demo/*.spec.ts' },
        { name: 'captcha', testMatch: 'captcha/*.spec.ts' },
        { name: 'javascript', testMatch: 'stories/*.spec.ts' },
        {
          name: 'no-javascript',
          testMatch: 'stories/*.spec.ts',
          grepInvert: /@javascript/,
          use: { javaScriptEnabled: false },
        },
        // Looks at everything that the others left behind: log, tables, messages.
        {
          name: 'hygiene',
          testMatch: 'hygiene/*.spec.ts',
          dependencies: ['wire', 'console', 'demo', 'captcha', 'javascript', 'no-javascript'],
        },
        // After it: what Next writes into the log about these requests, nobody can turn off.
        {
          name: 'complaints',
          testMatch: 'complaints/*.spec.ts',
          use: { javaScriptEnabled: false },
          dependencies: ['hygiene'],
        },
      ],
});
