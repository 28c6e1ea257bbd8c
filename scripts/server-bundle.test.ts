import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { projectDir } from './prepare.mjs';
import { bundleServer } from './server-bundle.mjs';

describe('the bundle of the main process', () => {
  let project: string;

  async function write(path: string, content: string): Promise<void> {
    await mkdir(dirname(join(project, path)), { recursive: true });
    await writeFile(join(project, path), content);
  }

  /** What its function returns, in a process of its own. */
  async function runBundle(): Promise<string> {
    const { stdout } = await execute(['scripts/generated/run-server.mjs'], {}, project);
    return stdout.trim();
  }

  beforeEach(async () => {
    project = await mkdtemp(join(tmpdir(), 'project-'));
    await write('tsconfig.json', JSON.stringify({ compilerOptions: { paths: { '@/*': ['./*'] } } }));
    await write('package.json', JSON.stringify({ type: 'module' }));
    await write('node_modules/esbuild/package.json', JSON.stringify({ version: '1' }));
    await write('lib/word.ts', `export const word: string = 'one';`);
    await write('lib/later.ts', `export const later: string = 'later';`);
    await write('scripts/place.mjs', 'export const place = import.meta.url.split("/").slice(-2).join("/");');
    await write(
      'scripts/run-server.ts',
      `import { word } from '@/lib/word'; import { place } from './place.mjs';
       console.log(word, place, (await import('@/lib/later')).later);`,
    );
  });
  afterEach(() => rm(project, { recursive: true }));

  test('runs without a compiler; scripts that need none stay where they are', async () => {
    expect(await bundleServer(project)).toBe(true);
    expect(await runBundle()).toBe('one scripts/place.mjs later');
  });

  test('is made anew when a source, the settings or the tool change, and not by a touched file or others', async () => {
    await bundleServer(project);
    await utimes(join(project, 'lib/word.ts'), 1, 1);
    await write('lib/other.ts', 'export const other = 1;');
    expect(await bundleServer(project)).toBe(false);
    await write('lib/word.ts', `export const word: string = 'two';`);
    expect(await bundleServer(project)).toBe(true);
    await write('lib/later.ts', `export const later: string = 'soon';`);
    expect(await bundleServer(project)).toBe(true);
    expect(await runBundle()).toBe('two scripts/place.mjs soon');
    await write('node_modules/esbuild/package.json', JSON.stringify({ version: '2' }));
    expect(await bundleServer(project)).toBe(true);
    await write(
      'tsconfig.json',
      JSON.stringify({ compilerOptions: { paths: { '@/*': ['./*'] }, strict: true } }),
    );
    expect(await bundleServer(project)).toBe(true);
    expect(await bundleServer(project)).toBe(false);
  });

  test('keeps nothing of a former one, and is made anew where one was broken off', async () => {
    await bundleServer(project);
    const before = await readdir(join(project, 'scripts/generated'));
    await write('scripts/generated/old.mjs', '');
    await rm(join(project, 'scripts/generated/.sources'));
    expect(await bundleServer(project)).toBe(true);
    expect(await readdir(join(project, 'scripts/generated'))).toEqual(before);
  });

  test('leaves what was there when a source does not compile', async () => {
    await bundleServer(project);
    await cp(join(project, 'lib/word.ts'), join(project, 'lib/word.ts.kept'));
    await write('lib/word.ts', 'export const word: = ;');
    await expect(bundleServer(project)).rejects.toThrow(/word\.ts/);
    await cp(join(project, 'lib/word.ts.kept'), join(project, 'lib/word.ts'));
    expect(await bundleServer(project)).toBe(false);
  });
});

describe('a server with a wrong setting', () => {
  test.each([
    ['OTP_LENGTH', 'three', 'OTP_LENGTH'],
    ['LIMITS', 'sends_per_clinet=1/2', 'LIMITS names "sends_per_clinet", which is no limit.'],
    ['WEB_CONCURRENCY', 'many', 'WEB_CONCURRENCY is "many".'],
    ['MESSAGES_DIR', '/no/such/folder', 'MESSAGES_DIR'],
  ])('%s=%s ends with a sentence before anything is answered', async (name, value, sentence) => {
    await bundleServer();
    const { code, stderr } = await execute(['scripts/serve.mjs'], { [name]: value }, projectDir);
    expect(code).toBe(1);
    expect(stderr).toContain(sentence);
    expect(stderr).not.toMatch(/\n\s+at /);
  });
});

/** Node on these words, to its end. */
function execute(words: string[], settings: Record<string, string>, cwd: string) {
  const env = { PATH: process.env.PATH, APP_SECRET: process.env.APP_SECRET, PORT: '1', ...settings };
  return new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) => {
    const child = execFile(
      process.execPath,
      words,
      { cwd, env: env as unknown as NodeJS.ProcessEnv },
      (_, stdout, stderr) => resolve({ code: child.exitCode, stdout, stderr }),
    );
  });
}
