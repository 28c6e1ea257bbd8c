import { expect, test } from 'vitest';
import { findServerFault, isOutOfSupport } from './server-version';

test.each([
  ['PostgreSQL 13.23 on x86_64-pc-linux-gnu, compiled by gcc (GCC) 4.4.7, 64-bit'],
  ['PostgreSQL 18.4 (Debian 18.4-1.pgdg12+1) on aarch64-unknown-linux-gnu'],
  ['PostgreSQL 19beta1 on x86_64-pc-linux-gnu'],
])('%s will do', (words) => expect(findServerFault(words)).toBeNull());

test.each([
  ['PostgreSQL 12.22 on x86_64-pc-linux-gnu', 'PostgreSQL 12.22 is too old: Latchkey needs 13 or newer'],
  ['PostgreSQL 9.6.24 on x86_64-pc-linux-gnu', 'PostgreSQL 9.6.24 is too old: Latchkey needs 13 or newer'],
  ['PostgreSQL 8.0.2 on i686-pc-linux-gnu, Redshift 1.0.77467', 'PostgreSQL 8.0.2 is too old'],
  ['PostgreSQL 18.6 (PGlite 0.5.14) on wasm32-unknown-emscripten', 'PGlite has one session'],
  ['CockroachDB CCL v25.4.0 (x86_64-pc-linux-gnu)', 'CockroachDB speaks PostgreSQL'],
  ['', 'this server speaks PostgreSQL'],
])('%s is refused', (words, sentence) => expect(findServerFault(words)).toContain(sentence));

test('a version is mended until the November five years after it', () => {
  expect(isOutOfSupport('14.23', Date.UTC(2026, 10, 11))).toBe(false);
  expect(isOutOfSupport('14.23', Date.UTC(2026, 10, 22))).toBe(true);
  expect(isOutOfSupport('15.18 (Debian 15.18-0+deb12u1)', Date.UTC(2026, 10, 22))).toBe(false);
});
