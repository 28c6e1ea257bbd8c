import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fingerprintSchema, fingerprintSources, isInstalled } from './fingerprint.mjs';

let project: string;

async function write(path: string, content: unknown): Promise<void> {
  await mkdir(dirname(join(project, path)), { recursive: true });
  await writeFile(join(project, path), typeof content === 'string' ? content : JSON.stringify(content));
}

beforeEach(async () => {
  project = await mkdtemp(join(tmpdir(), 'project-'));
  await write('app/page.tsx', 'page');
  await write('lib/a/b.ts', 'b');
  await write('prisma/schema.prisma', 'model A');
  await write('next.config.js', 'config');
  await write('package-lock.json', { packages: {} });
  await write('node_modules/prisma/package.json', { version: '1' });
});

afterEach(() => rm(project, { recursive: true }));

describe('a new build is due', () => {
  const changes: [string, string][] = [
    ['a changed source', 'lib/a/b.ts'],
    ['a new page', 'app/new/page.tsx'],
    ['a picture', 'public/a.svg'],
    ['the schema', 'prisma/schema.prisma'],
    ['the configuration', 'next.config.js'],
    ['the lock file', 'package-lock.json'],
  ];
  test.each(changes)('after %s', async (_, path) => {
    const before = fingerprintSources(project);
    await write(path, 'changed');
    expect(fingerprintSources(project)).not.toBe(before);
  });

  test('after a removed or renamed file, and when a setting that is built in changed', async () => {
    const before = fingerprintSources(project, ['name']);
    expect(fingerprintSources(project, ['other name'])).not.toBe(before);
    await rm(join(project, 'lib/a/b.ts'));
    const removed = fingerprintSources(project, ['name']);
    await write('lib/a/c.ts', 'b');
    expect(new Set([before, removed, fingerprintSources(project, ['name'])]).size).toBe(3);
  });
});

test('no new build is due after a touched file, a test, a script, a document or the generated client', async () => {
  const before = fingerprintSources(project);
  await utimes(join(project, 'app/page.tsx'), 1, 1);
  for (const path of [
    'lib/a/b.test.ts',
    'scripts/x.mjs',
    'README.md',
    'lib/db/generated/client.ts',
    '.env',
  ]) {
    await write(path, 'new');
  }
  expect(fingerprintSources(project)).toBe(before);
});

test('a new client is due after a changed schema or another version of Prisma', async () => {
  const before = fingerprintSchema(project);
  await write('prisma/schema.prisma', 'model B');
  const changed = fingerprintSchema(project);
  await write('node_modules/prisma/package.json', { version: '2' });
  expect(new Set([before, changed, fingerprintSchema(project)]).size).toBe(3);
});

describe('an installation', () => {
  const a = { version: '1.0.0', integrity: 'sha512-a' };
  const lock = {
    '': {},
    'node_modules/a': a,
    'node_modules/other-platform': { version: '1.0.0', optional: true },
    'node_modules/tool': { version: '1.0.0', dev: true },
  };
  const tool = { version: '1.0.0', dev: true };

  async function check(present: object | null, development = true): Promise<boolean> {
    await write('package-lock.json', { packages: lock });
    if (present) await write('node_modules/.package-lock.json', { packages: present });
    return isInstalled(project, { development });
  }

  test('fits when it has all that the lock file asks of this machine', async () => {
    expect(await check({ 'node_modules/a': a, 'node_modules/tool': tool })).toBe(true);
  });

  test('without the development tools is enough to serve, not to test', async () => {
    expect(await check({ 'node_modules/a': a }, false)).toBe(true);
    expect(await check({ 'node_modules/a': a }, true)).toBe(false);
  });

  test.each([
    ['is missing or was broken off', null],
    ['lacks a package', { 'node_modules/tool': tool }],
    ['has another version', { 'node_modules/a': { ...a, version: '1.0.1' }, 'node_modules/tool': tool }],
    ['has other content', { 'node_modules/a': { ...a, integrity: 'sha512-b' }, 'node_modules/tool': tool }],
    ['has a package too many', { 'node_modules/a': a, 'node_modules/tool': tool, 'node_modules/old': a }],
  ])('is repeated when it %s', async (_, present) => {
    expect(await check(present)).toBe(false);
  });
});
