import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

test('every page that may turn out not to be there answers so without JavaScript, too', () => {
  const pages = readdirSync('app', { recursive: true })
    .map((name) => join('app', String(name)))
    .filter((file) => file.endsWith('page.tsx'))
    // Prerendered for all its values, and no address of its own.
    .filter((file) => !file.includes('[notice]'))
    .map((file) => ({ file, text: readFileSync(file, 'utf8') }))
    .filter(({ text }) => /\b(?:notFound|requireStaff)\(/.test(text.replace(/\/\*[\s\S]*?\*\//g, '')));
  expect(pages.length).toBeGreaterThan(10);
  const bare = pages.filter(({ text }) => !/export default withNotFound\(/.test(text));
  expect(bare.map(({ file }) => file)).toEqual([]);
});
