import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * Installs a package of Debian for a test that wants the real thing, where that takes nothing away: `--no-remove` keeps
 * what is there, RUNLEVEL keeps the package from starting its service.
 * @returns a word about why not, or null
 */
export async function installPackage(name: string): Promise<string | null> {
  if (process.getuid?.() !== 0) return `only root can install ${name}`;
  if (!existsSync('/etc/debian_version')) return `${name} is not here, and this is not Debian`;
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  const words = ['install', '-y', '--no-install-recommends', '--no-remove', name];
  try {
    // The lists may be there and fresh enough.
    await run('apt-get', words, { env, timeout: 30_000 }).catch(async () => {
      for (const one of [['update'], words]) await run('apt-get', one, { env, timeout: 30_000 });
    });
    return null;
  } catch {
    return `${name} could not be installed`;
  }
}
