import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const files = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.tsx'));
const drawings = files.flatMap((name) =>
  [...readFileSync(join(import.meta.dirname, name), 'utf8').matchAll(/<svg\b[^>]*>/g)].map(
    ([tag]) => [name, tag] as const,
  ),
);

// A browser that does not know layers drops the style sheet: a drawing without a size is then as wide as the window.
it.each(drawings)('a small drawing in %s keeps its size without the style sheet', (_name, tag) => {
  const isWide = /\bw-full\b/.test(tag);
  expect(isWide || /\swidth="\d+"\s+height="\d+"/.test(tag), tag).toBe(true);
});
