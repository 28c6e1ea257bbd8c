import { gzipSync } from 'node:zlib';
import { call } from './http';
import type { System } from './system';

export interface PageBytes {
  name: string;
  html: number;
  scripts: number;
}

/** What a modern browser loads for the sign-in page, gzip: scripts without those that only old ones take. */
export async function measureScripts(...systems: readonly System[]): Promise<PageBytes[]> {
  return Promise.all(
    systems.map(async ({ name, url, loginPage }) => ({
      name,
      ...(await measurePage(url, await loginPage())),
    })),
  );
}

export async function measurePage(url: string, html: string): Promise<{ html: number; scripts: number }> {
  const old = new Set([...html.matchAll(/src="([^"]+)"[^>]*noModule/g)].map((match) => match[1]));
  const all = new Set([...html.matchAll(/\/_next\/static\/[^"\\?]+\.js/g)].map((match) => match[0]));
  let scripts = 0;
  for (const script of all) {
    if (!old.has(script)) scripts += gzipSync((await call(url + script, { expect: 200 })).body).length;
  }
  return { html: gzipSync(html).length, scripts };
}
