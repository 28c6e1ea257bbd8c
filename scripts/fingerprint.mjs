import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

/** What the build is made of. Tests, scripts and documents are not part of it. */
const SOURCE_FOLDERS = ['app', 'lib', 'prisma', 'public'];
const SOURCE_FILE =
  /^(?:next\.config|postcss\.config|tailwind\.config|instrumentation|proxy|tsconfig|package-lock)[\w.-]*$/;
const IGNORED = /\.test\.tsx?$|(?:^|\/)generated(?:\/|$)|(?:^|\/)\.|~$/;

function* walk(folder) {
  let entries = [];
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* walk(path);
    else yield path;
  }
}

function hashFiles(projectDir, files, extra) {
  const hash = createHash('sha256').update(JSON.stringify(extra));
  for (const file of [...files].sort()) {
    const content = readFileSync(file);
    hash.update(`\n${relative(projectDir, file)} ${content.length}\n`).update(content);
  }
  return hash.digest('hex');
}

/** Hash of everything that `next build` reads, by content: touching a file or a fresh checkout rebuilds nothing. */
export function fingerprintSources(projectDir, extra = []) {
  const files = SOURCE_FOLDERS.flatMap((folder) => [...walk(join(projectDir, folder))]).filter(
    (file) => !IGNORED.test(relative(projectDir, file).split(sep).join('/')),
  );
  const configuration = readdirSync(projectDir).filter((name) => SOURCE_FILE.test(name));
  return hashFiles(projectDir, [...files, ...configuration.map((name) => join(projectDir, name))], extra);
}

/** Hash of what the database client is generated from. */
export function fingerprintSchema(projectDir) {
  const files = ['prisma/schema.prisma', 'node_modules/prisma/package.json'];
  return hashFiles(
    projectDir,
    files.map((file) => join(projectDir, file)),
    [],
  );
}

function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

/**
 * Does node_modules hold what the lock file names? npm notes what it installed, at the very end, so that a broken-off
 * installation does not pass. Packages for other platforms, and development ones unless asked for, may be missing.
 */
export function isInstalled(projectDir, { development }) {
  const wanted = readJson(join(projectDir, 'package-lock.json'))?.packages;
  const present = readJson(join(projectDir, 'node_modules/.package-lock.json'))?.packages;
  if (!wanted || !present) return false;
  for (const [path, { version, integrity, optional, devOptional, dev }] of Object.entries(wanted)) {
    if (path === '') continue;
    const found = present[path];
    if (found) {
      if (found.version !== version || found.integrity !== integrity) return false;
    } else if (!(optional || devOptional || (dev && !development))) return false;
  }
  // Optional packages of this platform may be missing in a lock file that was written on another one.
  return Object.entries(present).every(([path, { optional }]) => path in wanted || optional);
}
