import { loadavg } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { type Browser, type BrowserContext, chromium } from '@playwright/test';
import { createDatabase } from '@/lib/db/client';
import type { SmtpSink } from '@/lib/delivery/providers/stand-ins/smtp-sink';
import config from '@/playwright.config';
import { describeMachine, milliseconds, percentile } from './figures';
import { serveApp } from './serve-app';
import { writeSection } from './write-section';

const runs = Number(process.env.RUNS ?? 5);
const isShort = process.env.RUNS !== undefined;
const languages = ['en', 'de', 'ar'] as const;
const paths = ['/', '/login', '/forgot-password', '/register', '/verify', '/account'] as const;
/** After a page has loaded: what moves it later (the state of the message, the countdown) is there by then. */
const settleMs = 2_500;
const targetMs = 1_000;

/** Lighthouse's mobile profile: "slow 4G" and a processor four times slower. */
const profile = { width: 375, height: 740, latencyMs: 150, downKbit: 1_638.4, upKbit: 675, slowdown: 4 };

interface Paint {
  /** Milliseconds from the start of the navigation. */
  firstMs: number;
  largestMs: number;
  /** What was the largest: the start of its markup. */
  largest: string;
  /** Sum of all shifts that no press caused, and what moved. */
  shift: number;
  moved: string[];
}

/**
 * `npm run bench -- felt`: when the largest part of a page is painted, and whether anything moves afterwards, by the
 * browser's own PerformanceObserver, on a throttled telephone with an empty cache. Shorter with RUNS: then nothing is
 * written.
 */
export async function run(): Promise<void> {
  const { baseUrl, databaseUrl, sink, stop } = await serveApp('bench-felt', {});
  const browser = await chromium.launch(config.use?.launchOptions);
  try {
    const loadBefore = loadavg()[0]!;
    const visitors = await prepareVisitors(browser, baseUrl, databaseUrl, sink);
    const rows: string[] = [];
    for (const path of paths) {
      const cells: string[] = [];
      const all: Paint[] = [];
      for (const language of languages) {
        const paints: Paint[] = [];
        for (let count = 0; count < runs; count += 1) {
          paints.push(await measure(browser, baseUrl + path, [...visitors(path), cookie(baseUrl, language)]));
        }
        const largest = paints.map(({ largestMs }) => largestMs);
        cells.push(milliseconds(percentile(largest, 0.5)), milliseconds(Math.max(...largest)));
        all.push(...paints);
      }
      const shift = Math.max(...all.map((paint) => paint.shift));
      for (const moved of new Set(all.flatMap((paint) => paint.moved)))
        console.error(`${path} moved: ${moved}`);
      console.error(`${path} largest: ${[...new Set(all.map((paint) => paint.largest))].join(' | ')}`);
      const first = percentile(
        all.map(({ firstMs }) => firstMs),
        0.5,
      );
      rows.push(`| ${path} | ${milliseconds(first)} | ${cells.join(' | ')} | ${shift.toFixed(4)} |`);
    }
    const section = describeFigures(rows, loadBefore);
    console.log(section);
    if (!isShort) writeSection('Speed felt', section);
  } finally {
    await browser.close();
    await stop();
  }
}

type Cookies = Awaited<ReturnType<BrowserContext['cookies']>>;

/** The cookies with which each page shows what it is for: a code that is on its way, a session. */
async function prepareVisitors(
  browser: Browser,
  baseUrl: string,
  databaseUrl: string,
  sink: SmtpSink,
): Promise<(path: string) => Cookies> {
  const email = 'felt@example.com';
  const db = createDatabase(databaseUrl);
  const emailVerifiedAt = new Date();
  await db.user.create({ data: { name: 'Asha Rao', email, emailVerifiedAt, customerType: 'Household' } });
  await db.$disconnect();
  const context = await browser.newContext({ baseURL: baseUrl });
  const page = await context.newPage();
  const askForCode = async () => {
    const arrives = sink.waitFor(email);
    await page.goto('/login');
    await page.getByLabel('Email or phone', { exact: true }).fill(email);
    await page.getByRole('button', { name: 'Send me a code', exact: true }).click();
    await page.waitForURL('**/verify');
    return /\b(\d{6})\b/.exec((await arrives).text)![1]!;
  };
  const code = await askForCode();
  const waiting = await context.cookies();
  await page.getByLabel('Verification code', { exact: true }).fill(code);
  await page.getByRole('button', { name: 'Verify', exact: true }).click();
  await page.waitForURL('**/account');
  const signedIn = await context.cookies();
  await context.close();
  return (path) => (path === '/verify' ? waiting : path === '/account' ? signedIn : []);
}

function cookie(url: string, language: string): Cookies[number] {
  const { hostname: domain } = new URL(url);
  const fixed = { path: '/', expires: -1, httpOnly: false, secure: false, sameSite: 'Lax' as const };
  return { name: 'latchkey.language', value: language, domain, ...fixed };
}

/** One visit, as if for the first time. */
async function measure(browser: Browser, url: string, cookies: Cookies): Promise<Paint> {
  const { width, height, latencyMs, downKbit, upKbit, slowdown } = profile;
  const context = await browser.newContext({
    viewport: { width, height },
    deviceScaleFactor: 2,
    isMobile: true,
  });
  try {
    await context.addCookies(cookies);
    const page = await context.newPage();
    // The loader of TypeScript calls this where it keeps the name of a function.
    await page.addInitScript('globalThis.__name = (named) => named');
    await page.addInitScript(observePaints);
    const debug = await context.newCDPSession(page);
    await debug.send('Network.enable');
    await debug.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: latencyMs,
      downloadThroughput: (downKbit * 1000) / 8,
      uploadThroughput: (upKbit * 1000) / 8,
    });
    await debug.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
    const answer = await page.goto(url, { waitUntil: 'load' });
    if (answer?.status() !== 200 || new URL(page.url()).pathname !== new URL(url).pathname) {
      throw new Error(`${url} answered ${answer?.status()} at ${page.url()}`);
    }
    await wait(settleMs);
    return await page.evaluate(() => (globalThis as unknown as { paint: Paint }).paint);
  } finally {
    await context.close();
  }
}

/** Runs in the page. */
function observePaints(): void {
  const paint: Paint = { firstMs: 0, largestMs: 0, largest: '', shift: 0, moved: [] };
  Object.assign(globalThis, { paint });
  const markupOf = (node: Node | null | undefined) =>
    (node instanceof Element ? node.outerHTML : (node?.textContent ?? '')).slice(0, 80);
  const observe = <Entry>(type: string, see: (entry: Entry) => void) => {
    const observer = new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) see(entry as Entry);
    });
    observer.observe({ type, buffered: true });
  };
  observe<PerformanceEntry>('paint', ({ name, startTime }) => {
    if (name === 'first-contentful-paint') paint.firstMs = startTime;
  });
  observe<PerformanceEntry & { element?: Element }>('largest-contentful-paint', ({ startTime, element }) => {
    paint.largestMs = startTime;
    paint.largest = markupOf(element);
  });
  observe<PerformanceEntry & { value: number; hadRecentInput: boolean; sources: { node?: Node }[] }>(
    'layout-shift',
    ({ value, hadRecentInput, sources }) => {
      if (hadRecentInput) return;
      paint.shift += value;
      paint.moved.push(...sources.map(({ node }) => markupOf(node)));
    },
  );
}

function describeFigures(rows: string[], loadBefore: number): string {
  const date = new Date().toISOString().slice(0, 10);
  const { width, height, latencyMs, downKbit, slowdown } = profile;
  return `\`npm run bench -- felt\`. Measured on ${describeMachine()}, ${date}: ${runs} visits of each page in each language
with an empty cache, in headless Chromium of ${width} × ${height} px, its processor slowed to 1/${slowdown}, each request ${latencyMs} ms late and
${(downKbit / 1000).toFixed(1)} Mbit/s down (Lighthouse's "slow 4G", applied by the browser; no proxy and no TLS between). The figures are the
browser's own: the first and the largest contentful paint since the start of the navigation, and the sum of all layout
shifts that no press caused, ${settleMs / 1000} s after loading, the worst of all visits. The targets: ${targetMs} ms, and no shift. When
it began, the machine's load average of a minute was ${loadBefore.toFixed(1)}.

The largest part is text on every page: no font and no picture is waited for, only the page and its style sheet, in turn. So
${2 * latencyMs} ms of each figure are the network's delay. Lighthouse can also throttle by 562 ms a request, to stand for a new
connection with TLS: the two requests alone are then above the target, and only the style sheet inside of every page would
save one of them.

| page | first paint, median | largest, en: median | worst | de: median | worst | ar: median | worst | shift |
| --- | --- | --- | --- | --- | --- | --- | --- | --- |
${rows.join('\n')}`;
}
