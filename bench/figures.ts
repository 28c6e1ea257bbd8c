import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** The value below which this share (0 to 1) of the samples lies. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export function milliseconds(value: number): string {
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;
}

/** Proportional set size in MB of a process and of all below it, by name of its command. Linux only. */
export function memoryBelow(pid: number): Map<string, number[]> {
  const children = new Map<number, number[]>();
  for (const entry of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const parent = parentOf(Number(entry));
      children.set(parent, [...(children.get(parent) ?? []), Number(entry)]);
    } catch {
      // It ended while we looked.
    }
  }
  const sizes = new Map<string, number[]>();
  const visit = (process: number) => {
    try {
      const command = readFileSync(`/proc/${process}/cmdline`, 'utf8').replaceAll('\0', ' ');
      const pss = /^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${process}/smaps_rollup`, 'utf8'))?.[1];
      const name = command.includes('web-worker') ? 'web' : /postgres/.test(command) ? 'postgres' : 'main';
      sizes.set(name, [...(sizes.get(name) ?? []), Number(pss) / 1024]);
    } catch {
      // It ended while we looked.
    }
    for (const child of children.get(process) ?? []) visit(child);
  };
  visit(pid);
  return sizes;
}

/** The process that started this one. Linux only. */
export function parentOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
}

/** What the figures were measured on, in one line. */
export function describeMachine(): string {
  const cpu = /model name\s*:\s*(.+)/.exec(readFileSync('/proc/cpuinfo', 'utf8'))?.[1] ?? 'unknown processor';
  const cores = execFileSync('nproc').toString().trim();
  return `${cores} cores of ${cpu.replace(/\s+/g, ' ')}, Node ${process.versions.node}`;
}
