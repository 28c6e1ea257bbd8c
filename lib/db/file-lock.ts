import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { identifyProcess, isRunning, type ProcessIdentity } from './process-identity';

async function readHolder(path: string): Promise<ProcessIdentity | null> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as ProcessIdentity;
  } catch {
    return null;
  }
}

/** Breaks a lock whose holder is dead; one taken by somebody else in between is put back. */
async function breakStaleLock(path: string): Promise<void> {
  const aside = `${path}.${randomUUID()}`;
  try {
    await rename(path, aside);
  } catch {
    return;
  }
  const holder = await readHolder(aside);
  if (holder && isRunning(holder)) await link(aside, path).catch(() => {});
  await rm(aside, { force: true });
}

/** Runs `work` while holding `path`. A lock left behind by a killed process is broken, a live one is waited for. */
export async function withFileLock<T>(path: string, timeoutMs: number, work: () => Promise<T>): Promise<T> {
  const mine = `${path}.${randomUUID()}`;
  await writeFile(mine, JSON.stringify(identifyProcess(process.pid)), { mode: 0o600 });
  try {
    const deadline = Date.now() + timeoutMs;
    for (;;) {
      try {
        // A hard link appears with its content, so nobody ever reads a half-written holder.
        await link(mine, path);
        break;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
      const holder = await readHolder(path);
      if (holder && !isRunning(holder)) await breakStaleLock(path);
      else if (Date.now() > deadline) {
        throw new Error(
          `Another process (pid ${holder?.pid ?? 'unknown'}) has held ${path} for too long; stop it and try again.`,
        );
      } else await wait(25);
    }
    try {
      return await work();
    } finally {
      await rm(path, { force: true });
    }
  } finally {
    await rm(mine, { force: true });
  }
}
