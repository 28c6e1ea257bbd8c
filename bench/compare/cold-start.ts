import { join } from 'node:path';
import { call } from './http';
import { peersDir } from './install-peers';
import { latchkeyEnvironment } from './latchkey';
import { median, shuffle } from './load';
import type { Scale } from './run';
import { measurePage, type PageBytes } from './script-bytes';
import { type Server, startServer } from './server';

/** Medians, in milliseconds since the process's start, by name. */
export interface ColdStarts {
  /** The first 200 of the page. */
  firstPage: Map<string, number>;
  /** Everything can be answered, the database included. Bare Next says nothing of that kind, and has no database. */
  ready: Map<string, number>;
  /** The bare page: what Next itself ships. */
  bare: PageBytes;
}

/**
 * What `npm start` runs, with everything set up, on a migrated database, beside `next start` of one prerendered page; one
 * after the other. With one web process, and with as many as it takes by itself.
 */
export async function measureColdStarts(
  databaseUrl: string,
  mailPort: number,
  { passes }: Scale,
): Promise<ColdStarts> {
  const begin = (processes: number | null) => () =>
    startServer('cold', ['scripts/start.mjs'], '/login', (port) => ({
      ...latchkeyEnvironment(port, { databaseUrl, mailPort, processes: processes ?? 1 }),
      // The address comes from the port then, and the build is that of every other port.
      APP_URL: '',
      ...(processes === null && { WEB_CONCURRENCY: '' }),
    }));
  const start: [string, () => Promise<Server>][] = [
    ['Latchkey', begin(1)],
    ['Latchkey, all cores', begin(null)],
    ['bare Next', startBare],
  ];
  const pages = new Map<string, number[]>(start.map(([name]) => [name, []]));
  const ready = new Map<string, number[]>(start.slice(0, 2).map(([name]) => [name, []]));
  // The first start of each reads its files from the disk, and is not counted.
  for (let index = -1; index < passes * 2 + 1; index++) {
    for (const [name, from] of shuffle(start)) {
      const server = await from();
      const readyMs = ready.has(name) ? await server.until('/api/ready') : 0;
      if (index >= 0) {
        pages.get(name)!.push(server.startedMs);
        ready.get(name)?.push(readyMs);
      }
      await server.stop();
    }
  }
  const server = await startBare();
  const bytes = await measurePage(server.url, (await call(server.url, { expect: 200 })).body);
  await server.stop();
  const medians = (samples: Map<string, number[]>) =>
    new Map([...samples].map(([name, values]) => [name, median(values)]));
  return { firstPage: medians(pages), ready: medians(ready), bare: { name: 'bare Next', ...bytes } };
}

function startBare(): Promise<Server> {
  const words = [join(peersDir, 'node_modules/next/dist/bin/next'), 'start', join(peersDir, 'bare')];
  return startServer('bare', words, '/', (port) => ({
    NODE_ENV: 'production',
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    NEXT_TELEMETRY_DISABLED: '1',
    PORT: String(port),
  }));
}
