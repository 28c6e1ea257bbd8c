import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

// The arrows of the house: app → web → flows → {codes, delivery, accounts, limits, guard, audit} → {db, config}.
const heart = ['codes', 'delivery', 'accounts', 'limits', 'guard', 'audit'];
const ground = ['db', 'config', 'schemas', 'words', 'trace'];
const mayImport: Record<string, readonly string[]> = {
  // Pages name the types of what they show; everything that acts goes through web and flows.
  app: ['app', 'web', 'flows', 'schemas', 'words', ...heart],
  web: ['web', 'flows', ...heart, ...ground],
  flows: ['flows', ...heart, ...ground],
  codes: ['codes', 'accounts', 'delivery', 'limits', 'db', 'config', 'trace'],
  delivery: ['delivery', 'db', 'config', 'trace'],
  accounts: ['accounts', 'delivery', 'limits', 'db', 'config', 'schemas'],
  limits: ['limits', 'accounts', 'db', 'config'],
  guard: ['guard', 'limits', 'accounts', 'delivery', 'audit', 'db', 'config'],
  // Beside the app, not below it: a command looks at everything.
  doctor: ['doctor', 'flows', ...heart, ...ground],
  audit: ['audit', 'accounts', 'delivery', 'db', 'config'],
  db: ['db', 'config'],
  schemas: ['schemas'],
  words: ['words', 'schemas'],
  config: ['config'],
  trace: ['trace'],
};

const files = ['app', 'lib']
  .flatMap((folder) => readdirSync(folder, { recursive: true }).map((name) => `${folder}/${name}`))
  .filter((file) => /\.tsx?$/.test(file))
  .filter(
    (file) =>
      !/generated|\.(test|spec)\.|stand-ins|lib\/db\/test-|lib\/client\/|race-guesses|race-takes/.test(file),
  );

function roomOf(path: string): string {
  const parts = path.split('/');
  return parts[0] === 'app' ? 'app' : (parts[1] ?? '').replace(/\.tsx?$/, '');
}

/** The imports of a file as paths from the root, and packages by name. */
function importsOf(file: string): string[] {
  const text = readFileSync(file, 'utf8');
  const found = [...text.matchAll(/(?:from|import\()\s*'([^']+)'/g)].map((match) => match[1]!);
  return found.map((target) =>
    target.startsWith('.')
      ? new URL(target, `file:///${file}`).pathname.slice(1)
      : target.replace(/^@\//, ''),
  );
}

function violations(rule: (file: string, imported: string) => boolean): string[] {
  return files.flatMap((file) =>
    importsOf(file)
      .filter((imported) => rule(file, imported))
      .map((imported) => `${file} imports ${imported}`),
  );
}

const foldersOf = (folder: string) =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);

/** The layers as docs/architecture.md draws them: `a["lib/a …"]` is a room, `a --> b & c` are arrows. */
function readDrawing() {
  const text = readFileSync('docs/architecture.md', 'utf8');
  const [, drawing = ''] = /^```mermaid\nflowchart TD\n([\s\S]*?)^```/m.exec(text) ?? [];
  const rooms = new Set([...drawing.matchAll(/^ {2}(\w+)\["(?:lib\/)?\1</gm)].map(([, room]) => room!));
  const arrows = new Map<string, string[]>();
  for (const line of drawing.split('\n').filter((one) => one.includes(' --> '))) {
    const chain = line.split(' --> ').map((names) => names.split(' & ').map((name) => name.trim()));
    for (const [index, tos] of chain.slice(1).entries())
      for (const from of chain[index]!) arrows.set(from, [...(arrows.get(from) ?? []), ...tos]);
  }
  return { rooms, arrows };
}

describe('the arrows of the house', () => {
  it('point the way that the design says', () => {
    const wrong = violations((file, imported) => {
      if (!/^(app|lib)\//.test(imported)) return false;
      const [from, to] = [roomOf(file), roomOf(imported)];
      return to !== 'result' && mayImport[from] !== undefined && !mayImport[from].includes(to);
    });
    expect(wrong).toEqual([]);
  });

  it('are those of the drawing in docs/architecture.md, which has every room', () => {
    const { rooms, arrows } = readDrawing();
    expect([...rooms].sort()).toEqual(['app', ...foldersOf('lib')].sort());
    const reached = (from: string): string[] =>
      (arrows.get(from) ?? []).flatMap((to) => [to, ...reached(to)]);
    const real = new Set(
      files.flatMap((file) =>
        importsOf(file)
          .filter((imported) => /^(app|lib)\//.test(imported))
          .map((imported) => `${roomOf(file)} → ${roomOf(imported)}`),
      ),
    );
    const drawn = [...rooms].flatMap((from) =>
      [from, ...reached(from), 'result'].map((to) => `${from} → ${to}`),
    );
    expect([...real].filter((arrow) => !drawn.includes(arrow))).toEqual([]);
    const needless = [...arrows].flatMap(([from, tos]) => tos.map((to) => `${from} → ${to}`));
    expect(needless.filter((arrow) => !real.has(arrow))).toEqual([]);
  });

  it('keep vendors, Prisma and NextAuth in their rooms', () => {
    const rooms: [RegExp, RegExp][] = [
      [/^next-auth/, /^lib\/web\//],
      [/^(next|next\/.*)$/, /^(lib\/web\/|app\/)/],
      [/^(twilio|nodemailer)/, /^lib\/delivery\/providers\//],
      [/^(@prisma\/|pg$)/, /^lib\/db\//],
      [/generated\/(?!enums)/, /^lib\/db\//],
    ];
    const wrong = violations((file, imported) =>
      rooms.some(([what, where]) => what.test(imported) && !where.test(file)),
    );
    expect(wrong).toEqual([]);
  });

  it('keep providers apart from each other', () => {
    const provider = /^lib\/delivery\/providers\/(?!registry|provider|.*table|.*error)/;
    const wrong = violations(
      (file, imported) =>
        provider.test(file) &&
        /^lib\/delivery\/providers\/(registry|development|smtp|twilio|twilio-verify|ses|sns|vonage|msg91|webhook)$/.test(
          imported,
        ),
    );
    expect(wrong).toEqual([]);
  });

  it('show client components nothing but components and schemas', () => {
    const clients = new Set(files.filter((file) => /^'use client'/m.test(readFileSync(file, 'utf8'))));
    const wrong = violations(
      (file, imported) =>
        clients.has(file) &&
        imported.startsWith('lib/') &&
        !imported.startsWith('lib/schemas/') &&
        // Has no texts, only how values come into them.
        imported !== 'lib/words/fill' &&
        !new RegExp(`import type [^;]+${imported}`).test(readFileSync(file, 'utf8')),
    );
    expect(wrong).toEqual([]);
  });

  it('let only lib/config read the environment', () => {
    const readers = files.filter(
      (file) => !file.startsWith('lib/config/') && /process\.env\b/.test(readFileSync(file, 'utf8')),
    );
    expect(readers).toEqual([]);
  });
});
