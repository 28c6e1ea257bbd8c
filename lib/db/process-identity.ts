import { readFileSync } from 'node:fs';

/** A process and when it began, so that a recycled pid is not taken for the process that once had it. */
export interface ProcessIdentity {
  pid: number;
  startedAt: string | null;
}

/** Where there is no /proc the start time is unknown and a live pid has to do. */
function getStartTime(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the command in parentheses and may hold spaces: count from its end.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}

export function identifyProcess(pid: number): ProcessIdentity {
  return { pid, startedAt: getStartTime(pid) };
}

export function isRunning({ pid, startedAt }: ProcessIdentity): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it runs, under another user.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  const now = getStartTime(pid);
  return startedAt === null || now === null || now === startedAt;
}
