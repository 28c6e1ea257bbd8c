import { strict as assert } from 'node:assert';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pickFreePort } from '@/lib/db/postmaster';
import { faultNames } from '../faults/run-faults';
import { projectDir } from '../fixtures/run';
import { bareEnvironment, type Place } from './place';
import { textOf } from './read-guides';
import type { Rule } from './rule';

// What a developer types: tests, measures, examples, calls of the API.

const suite = 'is what runs this very test; what it does first on a fresh clone, the build server does';
const minutes = 'measures for minutes; its results are in the document';

/** Names that follow `--`, held against those that the command's own file knows. */
const known = (names: readonly string[]) => (command: string) => {
  const [, typed] = / -- (\S+)/.exec(command) ?? [];
  return typed === undefined || names.some((name) => name.startsWith(typed))
    ? []
    : [`there is no "${typed}"`];
};
const benches = [...textOf('scripts/bench.mjs').matchAll(/^ {2}(\w+): (?:async )?\(\)/gm)].map(
  ([, name]) => name!,
);
const attacks = [...textOf('e2e/attacks/run.ts').matchAll(/^ {2}(\w+): \(\)/gm)].map(([, name]) => name!);

/** An example's server, on a port of its own, until its first page is there and has `link`. */
async function startExample(command: string, folder: string, link: RegExp) {
  const port = String(await pickFreePort());
  const typed = command
    .split(' && ')
    .at(-1)!
    .replace(/\d{4}$/, port);
  // Its own group, so that all of its processes end with it.
  const child = spawn('bash', ['-c', typed], {
    ...{ cwd: folder, detached: true, stdio: 'ignore' },
    env: { ...bareEnvironment(), NEXT_TELEMETRY_DISABLED: '1' },
  });
  try {
    const ask = () =>
      fetch(`http://localhost:${port}/`, { signal: AbortSignal.timeout(20_000) }).catch(() => null);
    let answer = await ask();
    // Before the test's own time is over, so that the server is ended in any case.
    const deadline = Date.now() + 70_000;
    while (answer === null && child.exitCode === null && Date.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, 200));
      answer = await ask();
    }
    assert.equal(answer?.status, 200, typed);
    assert.match(await answer!.text(), link);
  } finally {
    const ended = child.exitCode === null ? once(child, 'exit') : null;
    if (ended) process.kill(-child.pid!, 'SIGTERM');
    await ended;
  }
}

/** On a copy at the same depth: Next writes into the folder that it serves. */
async function startNextShop(command: string) {
  const copy = join(projectDir, 'test-results/next-shop');
  rmSync(copy, { recursive: true, force: true });
  cpSync(join(projectDir, 'examples/next-shop'), copy, {
    recursive: true,
    filter: (path) => !path.includes('/.next'),
  });
  try {
    await startExample(command, copy, /href="\/sign-in"/);
  } finally {
    rmSync(copy, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** A small month instead of the document's. */
async function simulateTraffic(command: string, place: Place) {
  await place.query('CREATE DATABASE traffic');
  const small = command.replace(/(--customers|--codes) \d+/g, '$1 50');
  await place.sh(`DATABASE_URL=${place.url.replace(/latchkey$/, 'traffic')} ${small}`);
}

export const developerRules: readonly Rule[] = [
  { command: /^(PORT=4000 )?npm start$|^\.ci\/run$|^npm test$|^npm run check$/, cannotRun: suite },
  { command: /^npm run dev$/, cannotRun: 'a server that reloads what changes, in the folder of the sources' },
  {
    command: /^npx vitest run /,
    cannotRun: suite,
    check: (command) => (existsSync(command.split(' ')[3]!) ? [] : [command]),
  },
  {
    command: /^npx biome check --write <files>$/,
    run: (command, place) => place.sh(command.replace('<files>', 'scripts/audit.mjs')),
  },
  {
    command: /npx playwright test pictures\/console$/,
    cannotRun: 'takes the pictures of the document anew',
    check: () => (existsSync('e2e/pictures/console.spec.ts') ? [] : ['there are no such pictures']),
  },
  { command: /npm run bench\b/, cannotRun: minutes, check: known(benches) },
  { command: /^npm run attacks\b/, cannotRun: minutes, check: known(attacks) },
  { command: /^npm run faults\b/, cannotRun: minutes, check: known(faultNames) },
  { command: /^npm run soak -- \d+m( \d+)?$/, cannotRun: minutes },
  { command: /^npm run databases\b/, cannotRun: 'needs a server of the reader’s, and minutes' },
  { command: /^TEST_DATABASE_URL=\S+ npx vitest run lib app$/, cannotRun: suite },
  { command: /^npm run simulate -- traffic /, run: simulateTraffic },
  { command: /^npm run simulate -- pumping$/, cannotRun: minutes },
  {
    command: /^npm run image$/,
    cannotRun: 'builds the application anew, for two minutes; deploy.test.ts lints the Dockerfile',
  },

  // Examples and calls.
  { command: /next dev --port 4001$/, likeness: () => 'next dev', run: startNextShop },
  {
    command: /^cd examples\/next-shop$/,
    run: (command, place) => place.sh(`cd ${projectDir} && ${command}`),
  },
  {
    command: /^node examples\/phone-verification\/serve\.mjs$/,
    test: 'e2e/stories/phone-verification.spec.ts',
  },
  {
    command: /^python3 examples\/django-shop\/shop\.py runserver /,
    needs: {
      name: 'Python with Django',
      isHere: () => spawnSync('python3', ['-c', 'import django']).status === 0,
    },
    run: (command) => startExample(command, projectDir, /name="email"/),
  },
  { command: /^curl .*\/api\/v1\/(codes|sessions|approvals)/s, test: 'e2e/wire/snippets.spec.ts' },
  { command: /^curl .*(otp|OTP)/s, test: 'e2e/wire/api.spec.ts' },
];
