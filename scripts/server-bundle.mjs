import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { projectDir, readStamp, SetupError } from './prepare.mjs';

/**
 * The main process's TypeScript as plain JavaScript, in scripts/generated: translating it anew at every start took half of
 * the start, and kept a compiler in memory (docs/decisions/061).
 */

const source = 'scripts/run-server.ts';
const output = 'scripts/generated';
/** What decides besides the sources themselves. */
const tools = ['scripts/server-bundle.mjs', 'tsconfig.json', 'node_modules/esbuild/package.json'];

/** Makes it where one of the files that it was made of has changed. @returns whether it did */
export async function bundleServer(dir = projectDir) {
  const folder = join(dir, output);
  const stamp = join(folder, '.sources');
  if (isCurrent(dir, readStamp(stamp))) return false;
  const { build } = await import('esbuild');
  const { metafile, outputFiles } = await build({
    absWorkingDir: dir,
    entryPoints: [source],
    outdir: output,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    // What is imported later stays a file of its own: nothing is loaded before it is needed.
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    packages: 'external',
    plugins: [{ name: 'plain scripts', setup: (build) => leavePlainScripts(build, join(dir, 'scripts')) }],
    metafile: true,
    write: false,
    logLevel: 'silent',
  });
  mkdirSync(folder, { recursive: true });
  // Without the stamp one that was broken off counts as none.
  rmSync(stamp, { force: true });
  for (const { path, contents } of outputFiles) writeFileSync(path, contents);
  const names = new Set(outputFiles.map(({ path }) => basename(path)));
  for (const name of readdirSync(folder)) if (!names.has(name)) rmSync(join(folder, name));
  const sources = [...Object.keys(metafile.inputs), ...tools].sort();
  writeFileSync(stamp, JSON.stringify({ sources, fingerprint: fingerprint(dir, sources) }));
  return true;
}

/** As it was made for this installation: for the server of an image, and of the browser tests. */
export async function loadServer() {
  const module = join(projectDir, output, 'run-server.mjs');
  if (!existsSync(module)) throw new SetupError('There is no build yet: run "npm start".');
  return import(pathToFileURL(module).href);
}

/** Scripts that need no translation are one module for whoever imports them, and know by their own path where they are. */
function leavePlainScripts({ onResolve }, folder) {
  onResolve({ filter: /\.mjs$/ }, ({ path, resolveDir }) => {
    const file = resolve(resolveDir, path);
    return dirname(file) === folder ? { path: `../${basename(file)}`, external: true } : null;
  });
}

function isCurrent(dir, stamp) {
  if (stamp === null) return false;
  const made = JSON.parse(stamp);
  return fingerprint(dir, made.sources) === made.fingerprint;
}

function fingerprint(dir, sources) {
  const hash = createHash('sha256');
  for (const file of sources) hash.update(`\n${file}\n${readStamp(join(dir, file)) ?? 'gone'}`);
  return hash.digest('hex');
}
