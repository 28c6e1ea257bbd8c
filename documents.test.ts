import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';

const documents = [
  ...readdirSync('.').filter((name) => name.endsWith('.md')),
  ...readdirSync('docs', { recursive: true })
    .map((name) => join('docs', String(name)))
    .filter((name) => name.endsWith('.md')),
];
const textOf = (file: string) => readFileSync(file, 'utf8');

/** Headings as the anchors that links to them use. */
function anchorsOf(file: string): string[] {
  return [...textOf(file).matchAll(/^#+ (.+)$/gm)].map((match) =>
    match[1]!
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replace(/\s/g, '-'),
  );
}

describe('the documents', () => {
  test('link to files and headings that are there', () => {
    const broken = documents.flatMap((file) =>
      [...textOf(file).matchAll(/\]\((?!https?:|mailto:)([^)\s]+)\)/g)]
        .map((match) => match[1]!)
        .filter((link) => {
          const [path = '', anchor] = link.split('#');
          const target = path === '' ? file : join(dirname(file), path);
          if (!existsSync(target)) return true;
          return anchor !== undefined && !anchorsOf(target).includes(anchor);
        })
        .map((link) => `${file}: ${link}`),
    );
    expect(broken).toEqual([]);
  });

  test('name commands that package.json has', () => {
    const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Record<string, string> };
    const missing = documents.flatMap((file) =>
      [...textOf(file).matchAll(/npm run ([a-z]+)/g)]
        .map((match) => match[1]!)
        .filter((command) => !(command in scripts))
        .map((command) => `${file}: npm run ${command}`),
    );
    expect(missing).toEqual([]);
  });

  test('name files of the project that are there', () => {
    const missing = documents.flatMap((file) =>
      [...textOf(file).matchAll(/`((?:lib|app|prisma|scripts|e2e)\/[\w./()-]+\.(?:ts|tsx|mjs|prisma))`/g)]
        .map((match) => match[1]!)
        .filter((path) => !existsSync(path))
        .map((path) => `${file}: ${path}`),
    );
    expect(missing).toEqual([]);
  });

  test('every decision is in the list of decisions', () => {
    const list = textOf('docs/decisions/README.md');
    const records = readdirSync('docs/decisions').filter((name) => /^\d/.test(name));
    expect(records.filter((name) => !list.includes(`(${name})`))).toEqual([]);
  });
});

describe('the map in the README', () => {
  const map = /```\n(app\/[\s\S]*?)```/.exec(textOf('README.md'))![1]!;
  const foldersIn = (folder: string) =>
    readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name);

  test('has every room of lib, and no other', () => {
    const part = map.slice(map.indexOf('\nlib/') + 5, map.indexOf('\nprisma/'));
    const named = [...part.matchAll(/^ {2}(\w+)\//gm)].map((match) => match[1]!);
    expect(named.sort()).toEqual(foldersIn('lib').sort());
  });

  test('names top folders that are there', () => {
    const named = [...map.matchAll(/^(\w+)\//gm)].map((match) => match[1]!);
    expect(named.filter((name) => !existsSync(name))).toEqual([]);
  });
});
