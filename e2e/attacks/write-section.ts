import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectDir } from '../fixtures/run';

const file = join(projectDir, 'docs/security-results.md');
const title = '# What attacks and measurements found';

/** Puts a section into docs/security-results.md in place of its former self; the others stay. */
export function writeSection(heading: string, lines: readonly string[]): void {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const sections = text
    .split(/^(?=## )/m)
    .filter((section) => section.startsWith('## ') && !section.startsWith(`## ${heading}\n`))
    .map((section) => section.trim());
  const own = [`## ${heading}`, '', ...lines].join('\n').trim();
  // In the order of their headings, so that it does not matter which was written last.
  writeFileSync(file, `${[title, ...[...sections, own].sort()].join('\n\n')}\n`);
}
