import { readFileSync } from 'node:fs';
import type { Finding } from './attack';
import { attacks } from './attacks';
import { nginxPath } from './nginx';
import { startTarget } from './target';
import { writeSection } from './write-section';

/** Where the servers count the limits. */
export type LimitStoreName = 'PostgreSQL' | 'Redis';

type Result = Finding & { name: string; seconds: number };

/** From outside, over HTTP, against two processes on one database. @returns the number of attacks that got through. */
export async function runAttacks(
  rounds: number,
  only: string | undefined,
  store: LimitStoreName,
): Promise<number> {
  const wanted = new RegExp(only ?? '.');
  const results: Result[] = [];
  const add = (result: Result) => {
    results.push(result);
    console.log(
      `${result.held ? '✓' : '✗'} ${result.name} (${result.seconds.toFixed(1)} s)\n    ${result.detail}`,
    );
  };
  const target = await startTarget({ bare: true, proxied: nginxPath !== null, redis: store === 'Redis' });
  try {
    for (const { name, run } of attacks.filter((attack) => wanted.test(attack.name))) {
      const startedAt = performance.now();
      const finding = await run(target, rounds).catch((error: Error) => ({
        held: false,
        detail: `the attack itself failed: ${error.message.slice(0, 200)}`,
      }));
      add({ name, seconds: (performance.now() - startedAt) / 1000, ...finding });
    }
  } finally {
    await target.stop();
  }
  const logged = target.logs.map((file) => readFileSync(file, 'utf8')).join('\n');
  add({
    name: 'What the servers wrote: no address, no password',
    held: !/@example\.com|harbour tulip|\+9198\d{8}/.test(logged),
    detail: `${logged.split('\n').length} lines`,
    seconds: 0,
  });
  const heading = store === 'Redis' ? 'Attacks, with the limits in Redis' : 'Attacks';
  if (!only) writeSection(heading, renderResults(results, rounds, store));
  return results.filter(({ held }) => !held).length;
}

function renderResults(results: Result[], rounds: number, store: LimitStoreName): string[] {
  const rows = results.map(
    ({ name, held, detail, seconds }) =>
      `| ${name} | ${held ? 'held' : '**broken**'} | ${detail} | ${seconds.toFixed(1)} s |`,
  );
  return [
    `\`npm run attacks ${store === 'Redis' ? '-- redis ' : ''}${rounds}\`: real HTTP against two servers on one database${nginxPath ? ' behind one nginx' : ', without a proxy (no nginx here)'},`,
    `${new Date().toISOString().slice(0, 10)}, ${rounds} rounds where an attack is repeated.`,
    '',
    '| attack | result | numbers | time |',
    '| --- | --- | --- | --- |',
    ...rows,
  ];
}
