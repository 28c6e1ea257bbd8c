import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectDir } from '@/e2e/fixtures/run';
import { describeMachine, milliseconds } from '../figures';
import type { ColdStarts } from './cold-start';
import { type Measured, median, spread } from './load';
import { type Operation, operations, type Passes } from './passes';
import type { Scale } from './run';
import type { PageBytes } from './script-bytes';
import type { Milliseconds } from './single-figures';

export interface Figures {
  scale: Scale;
  single: Passes;
  deployed: Passes;
  /** Bare Argon2id hashes per second, on all cores. */
  ceiling: number;
  oneUser: Milliseconds;
  underResets: Milliseconds;
  slowRelay: Milliseconds;
  scripts: PageBytes[];
  coldStarts: ColdStarts;
}

const [ours, theirs] = ['Latchkey', 'better-auth on Next'] as const;

const titles: Record<Operation, string> = {
  page: 'sign-in page',
  send: 'send a code, mail delivered',
  verify: 'verify, get a session',
  check: 'check a session',
  reset: 'full reset: two calls, one hash',
};

type Targets = Partial<Record<Operation, string>>;
/** × better-auth on Next, one process of each. */
const targets: Targets = { page: '≥ 5', send: '≥ 1.4', verify: '≥ 2', check: '≥ 2' };
/** On all cores: the page above Django's, sending and signing in as Supabase Auth's (Go) were measured beside it. */
const deployedTargets: Targets = { page: '≥ 4', send: '≥ 2.0', verify: '≥ 2.4' };

export function report(size: 'full' | 'quick', figures: Figures): void {
  const text = render(figures);
  console.log(text);
  if (size === 'quick') return;
  const file = join(projectDir, 'docs/benchmarks.md');
  const [begin, end] = ['<!-- peers: written by npm run bench -->', '<!-- /peers -->'];
  const document = readFileSync(file, 'utf8');
  const from = document.indexOf(begin);
  const to = document.indexOf(end);
  if (from < 0 || to < from)
    throw new Error(`docs/benchmarks.md has lost its marks "${begin}" and "${end}".`);
  writeFileSync(file, `${document.slice(0, from)}${begin}\n\n${text}\n${document.slice(to)}`);
}

function render(figures: Figures): string {
  const { scale, single, deployed, ceiling, oneUser, underResets, slowRelay, scripts, coldStarts } = figures;
  const resets = perSecond(deployed, ours, 'reset');
  const alone = (name: string, times: Milliseconds, target: string) =>
    row(
      name,
      milliseconds(times.get(ours)!),
      milliseconds(times.get(theirs)!),
      ratio(times.get(ours)! / times.get(theirs)!),
      target,
    );
  const { firstPage, ready } = coldStarts;
  const bareMs = firstPage.get('bare Next')!;
  const start = (name: string, who: string, target: string) =>
    row(
      name,
      milliseconds(firstPage.get(who)!),
      milliseconds(bareMs),
      ratio(firstPage.get(who)! / bareMs),
      target,
      milliseconds(ready.get(who)!),
    );
  const bytes = (page: PageBytes) => row(page.name, kilobytes(page.html), kilobytes(page.scripts));
  return [
    `${describeMachine()}, ${new Date().toISOString().slice(0, 10)}; 16 in flight; each process has done ${scale.warmUp} codes before; medians of ${scale.passes} shuffled ${scale.passes === 1 ? 'pass' : 'passes'}, spread in brackets (highest − lowest, as a share of the median); a ratio is the median of those of each pass.`,
    '',
    '**One process against one process.** CPU is that of the app’s processes for one operation.',
    '',
    comparison(single, targets),
    '',
    `**As deployed**: Latchkey on all cores, \`next start\` as it is.`,
    '',
    comparison(deployed, deployedTargets),
    '',
    `Bare Argon2id on all cores: ${ceiling.toFixed(0)} per second; Latchkey’s full resets reach ${ratio(resets / ceiling)} of it (target ≥ 0.75).`,
    '',
    row('one process, one user', ours, theirs, 'ratio', 'target'),
    '| --- | --- | --- | --- | --- |',
    alone('from the sign-in page to a session', oneUser, '≤ 0.6'),
    alone('sign-in page while 8 resets run, p99', underResets, '≤ 0.25'),
    alone('answer while the relay takes 300 ms', slowRelay, '≤ 0.05'),
    '',
    row('cold start to the first page', ours, 'bare Next', 'ratio', 'target', `${ours} ready for everything`),
    '| --- | --- | --- | --- | --- | --- |',
    start('one web process', ours, '≤ 1.2'),
    start('a web process a core', `${ours}, all cores`, ''),
    '',
    row('sign-in page', 'HTML, gzip', 'JavaScript, gzip'),
    '| --- | --- | --- |',
    ...[...scripts, coldStarts.bare].map(bytes),
    '',
  ].join('\n');
}

function comparison(passes: Passes, wanted: Targets): string {
  return [
    row('per second', ours, theirs, 'ratio', 'target', 'CPU', 'p99'),
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...operations.map((operation) => {
      return row(
        titles[operation],
        ...[ours, theirs].map(
          (name) => `${rate(perSecond(passes, name, operation))} (${percent(passes, name, operation)})`,
        ),
        ratio(inEachPass(passes, operation)),
        wanted[operation] ?? '',
        both(passes, operation, ({ cpuMs }) => cpuMs),
        both(passes, operation, ({ p99 }) => p99),
      );
    }),
  ].join('\n');
}

function values(
  passes: Passes,
  name: string,
  operation: Operation,
  pick: (one: Measured) => number,
): number[] {
  return passes.get(name)!.map((pass) => pick(pass[operation]));
}

function perSecond(passes: Passes, name: string, operation: Operation): number {
  return median(values(passes, name, operation, (one) => one.perSecond));
}

/** The machine changes from pass to pass, for both alike: the median of what was measured side by side. */
function inEachPass(passes: Passes, operation: Operation): number {
  const rates = (name: string) => values(passes, name, operation, ({ perSecond: one }) => one);
  const peer = rates(theirs);
  return median(rates(ours).map((own, index) => own / peer[index]!));
}

function both(passes: Passes, operation: Operation, pick: (one: Measured) => number): string {
  return [ours, theirs]
    .map((name) => milliseconds(median(values(passes, name, operation, pick))))
    .join(' : ');
}

const percent = (passes: Passes, name: string, operation: Operation) =>
  `${Math.round(spread(values(passes, name, operation, (one) => one.perSecond)) * 100)} %`;
const row = (...cells: string[]) => `| ${cells.join(' | ')} |`;
const rate = (value: number) => (value < 100 ? value.toFixed(1) : value.toFixed(0));
const ratio = (value: number) => `× ${value.toFixed(2)}`;
const kilobytes = (bytes: number) => `${(bytes / 1024).toFixed(1)} KB`;
