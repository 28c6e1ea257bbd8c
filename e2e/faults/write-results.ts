import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectDir } from '../fixtures/run';

export interface Result {
  promise: string;
  command: string;
  result: string;
}

const file = join(projectDir, 'docs/reliability.md');

/** Puts rows into the table under a heading of docs/reliability.md, in place of those of the same command. */
export function writeResults(heading: string, results: readonly Result[]): void {
  const today = new Date().toISOString().slice(0, 10);
  const text = readFileSync(file, 'utf8');
  const lines = text.split('\n');
  const begin = lines.indexOf(`## ${heading}`);
  const table = lines.findIndex((line, index) => index > begin && line.startsWith('| ---'));
  if (begin < 0 || table < 0) throw new Error(`docs/reliability.md has no table under "${heading}".`);
  for (const { promise, command, result } of results) {
    const row = `| ${[promise, `\`${command}\``, `${result} (${today})`].map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
    const end = lines.findIndex((line, index) => index > table && !line.startsWith('|'));
    const last = end < 0 ? lines.length : end;
    const former = lines.findIndex(
      (line, index) => index > table && index < last && line.includes(`| \`${command}\` |`),
    );
    if (former < 0) lines.splice(last, 0, row);
    else lines[former] = row;
  }
  writeFileSync(file, lines.join('\n'));
}
