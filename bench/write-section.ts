import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectDir } from '@/e2e/fixtures/run';

const file = join(projectDir, 'docs/benchmarks.md');

/** Puts a section of docs/benchmarks.md in place of the one with the same heading, or at the end of the figures. */
export function writeSection(heading: string, body: string): void {
  const text = readFileSync(file, 'utf8');
  const section = `## ${heading}\n\n${body.trim()}\n`;
  const parts = text.split(/^(?=## )/m);
  const at = parts.findIndex((part) => part.startsWith(`## ${heading}\n`));
  if (at >= 0) parts[at] = at === parts.length - 1 ? section : `${section}\n`;
  else parts.push(`\n${section}`);
  writeFileSync(file, parts.join(''));
}
