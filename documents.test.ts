import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { providerChannels } from '@/lib/config/delivery-settings';

const documents = [
  ...readdirSync('.').filter((name) => name.endsWith('.md')),
  ...readdirSync('docs', { recursive: true })
    .map((name) => join('docs', String(name)))
    .filter((name) => name.endsWith('.md')),
];
const textOf = (file: string) => readFileSync(file, 'utf8');
/** The change log and the decisions tell what was. */
const guides = documents.filter((file) => !/^CHANGELOG|^docs\/decisions\/0/.test(file));

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
      [
        ...textOf(file).matchAll(
          /`((?:lib|app|prisma|scripts|e2e|bench|deploy|examples)\/[\w./()[\]-]+\.\w+)`/g,
        ),
      ]
        .map((match) => match[1]!)
        .filter((path) => !existsSync(path))
        .map((path) => `${file}: ${path}`),
    );
    expect(missing).toEqual([]);
  });

  test('name settings that are there', () => {
    const settings = [...textOf('.env.example').matchAll(/^#([A-Z][A-Z0-9_]*)=/gm)].map(([, name]) => name!);
    const elsewhere = [
      // Of the systems that somebody leaves; of programs and libraries beside ours; of tests and examples.
      ...['SECRET_KEY', 'CORS_ALLOWED_ORIGINS', 'SECURE_SSL_REDIRECT', 'SESSION_COOKIE_SECURE'],
      ...['CSRF_COOKIE_SECURE', 'AWS_SES_REGION_ENDPOINT', 'VITE_API_URL', 'API_BASE_URL'],
      ...['POSTGRES_PASSWORD', 'NODE_EXTRA_CA_CERTS', 'FUZZ_RUNS', 'LATCHKEY_URL', 'LATCHKEY_KEY'],
    ];
    const unknown = guides.flatMap((file) =>
      [...textOf(file).matchAll(/`([^`\n]+)`/g)]
        .flatMap(([, code]) => code!.match(/\b[A-Z][A-Z0-9]*_[A-Z0-9_]+\b/g) ?? [])
        .filter((name) => !settings.includes(name) && !elsewhere.includes(name) && !name.startsWith('OTEL_'))
        .map((name) => `${file}: ${name}`),
    );
    expect(unknown).toEqual([]);
  });

  test('are reached by a link from another one', () => {
    const linked = documents.flatMap((file) =>
      [...textOf(file).matchAll(/\]\((?!https?:|mailto:)([^)\s#]+)/g)].map((match) =>
        join(dirname(file), match[1]!),
      ),
    );
    expect(documents.filter((file) => file !== 'README.md' && !linked.includes(file))).toEqual([]);
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

  test('names every top folder', () => {
    const named = [...map.matchAll(/^(\w+)\//gm)].map((match) => match[1]!);
    const made = ['node_modules', 'test-results', 'coverage', 'playwright-report'];
    const here = foldersIn('.').filter((name) => !name.startsWith('.') && !made.includes(name));
    expect(here.filter((name) => !named.includes(name) && name !== 'public')).toEqual([]);
  });
});

describe('the drawings and tables of the architecture', () => {
  const text = textOf('docs/architecture.md');
  const drawings = [...text.matchAll(/^```mermaid\n([\s\S]*?)^```/gm)].map(([, drawing]) => drawing!);

  test('name files and pages that are there', () => {
    expect(drawings).toHaveLength(3);
    const files = drawings.flatMap((drawing) => drawing.match(/(?:lib|scripts)\/[\w./-]+\.m?ts/g) ?? []);
    expect(files.filter((file) => !existsSync(file))).toEqual([]);
    const pages = drawings.flatMap((drawing) =>
      [...drawing.matchAll(/(?:POST|to) \/([\w-]+)/g)].map(([, page]) => page!),
    );
    expect(pages.length).toBeGreaterThan(4);
    expect(pages.filter((page) => !existsSync(`app/customer/[language]/(auth)/${page}/page.tsx`))).toEqual(
      [],
    );
  });

  test('name every vendor that messages go by', () => {
    const parts = drawings[0]!.toLowerCase();
    const vendors = Object.keys(providerChannels).map((id) => id.replace('-', ' '));
    expect(vendors.filter((vendor) => !parts.includes(vendor))).toEqual([]);
  });

  test('name tables that the schema has', () => {
    const [, table] = /## The tables\n([\s\S]*?)\n## /.exec(text)!;
    const named = [...table!.matchAll(/^\| ((?:`\w+`(?:, )?)+) \|/gm)].flatMap(
      ([, names]) => names!.match(/\w+/g)!,
    );
    const schema = textOf('prisma/schema.prisma');
    expect(named.length).toBeGreaterThan(15);
    expect(named.filter((name) => !schema.includes(`\nmodel ${name} {`))).toEqual([]);
  });
});

describe('the guide to the first five minutes', () => {
  test('names buttons, fields and choices as the pages do', () => {
    const pages = [
      ...readdirSync('lib/words', { recursive: true })
        .map((name) => join('lib/words', String(name)))
        .filter((name) => name.endsWith('en.ts')),
    ].map(textOf);
    const named = [...textOf('docs/start.md').matchAll(/(?<!\*)\*([A-Z][^*]+)\*(?!\*)/g)].map(
      ([, name]) => name!,
    );
    expect(named.length).toBeGreaterThan(4);
    expect(named.filter((name) => !pages.some((page) => page.includes(`'${name}'`)))).toEqual([]);
  });
});
