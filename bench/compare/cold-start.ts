import { join } from 'node:path';
import { call } from './http';
import { peersDir } from './install-peers';
import { latchkeyEnvironment } from './latchkey';
import { median, shuffle } from './load';
import type { Scale } from './run';
import { measurePage, type PageBytes } from './script-bytes';
import { type Server, startServer } from './server';

export interface ColdStarts {
  /** Milliseconds from the process's start to its first answer, by name. */
  started: Map<string, number>;
  /** The bare page: what Next itself ships. */
  bare: PageBytes;
}

/** Latchkey on its migrated database beside a Next app of one prerendered page; medians, one after the other. */
export async function measureColdStarts(
  databaseUrl: string,
  mailPort: number,
  { passes }: Scale,
): Promise<ColdStarts> {
  const start: [string, () => Promise<Server>][] = [
    [
      'Latchkey',
      () =>
        startServer('cold', ['--import', 'tsx', 'scripts/serve.ts'], '/login', (port) =>
          latchkeyEnvironment(port, { databaseUrl, mailPort, processes: 1 }),
        ),
    ],
    ['bare Next', startBare],
  ];
  const samples = new Map<string, number[]>(start.map(([name]) => [name, []]));
  for (let index = 0; index < passes * 2 - 1; index++) {
    for (const [name, begin] of shuffle(start)) {
      const server = await begin();
      samples.get(name)!.push(server.startedMs);
      await server.stop();
    }
  }
  const server = await startBare();
  const bytes = await measurePage(server.url, (await call(server.url, { expect: 200 })).body);
  await server.stop();
  return {
    started: new Map([...samples].map(([name, values]) => [name, median(values)])),
    bare: { name: 'bare Next', ...bytes },
  };
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
