import { join } from 'node:path';
import { projectDir } from '@/e2e/fixtures/run';
import { createDatabase } from '@/lib/db/client';
import { startEmbeddedPostgres } from '@/lib/db/embedded-postgres';
import { buildForTests } from '@/scripts/build-for-tests';
import { call, nextClient } from './compare/http';
import { prepareLatchkey, startLatchkey } from './compare/latchkey';
import { type Measured, measure, median, shuffle } from './compare/load';
import { type MailDrop, startMailDrop } from './compare/mail-drop';
import { cpuMs } from './compare/processes';
import type { System } from './compare/system';
import { describeMachine, milliseconds, parentOf } from './figures';
import { writeSection } from './write-section';

const passes = Number(process.env.PASSES ?? 7);
const codesOfPass = 480;
/** One after the other, for the time that a single customer waits. */
const aloneOfPass = 60;

interface Code {
  id: string;
  code: string;
}
type Way = (url: string, code: Code) => Promise<unknown>;

const post = async (url: string, body: object, expect: number) => {
  const { body: text } = await call(url, { body, headers: { 'x-forwarded-for': nextClient() }, expect });
  return JSON.parse(text) as Record<string, string>;
};

const ways: Record<'two requests' | 'one request', Way> = {
  'two requests': async (url, { id, code }) => {
    const { grant } = await post(`${url}/api/v1/codes/${id}/verify`, { code }, 200);
    await post(`${url}/api/v1/sessions`, { grant }, 201);
  },
  'one request': (url, { id, code }) => post(`${url}/api/v1/sessions`, { code_id: id, code }, 201),
};
const names = Object.keys(ways) as (keyof typeof ways)[];

interface Figures extends Measured {
  /** Milliseconds of PostgreSQL's processes for one sign-in. */
  databaseMs: number;
  /** Median, with nobody else there. */
  aloneMs: number;
}

/**
 * `npm run bench -- session`: a right code for a session, checked and redeemed by a request each, and by one, in turns on one
 * process. Fewer with PASSES: then nothing is written.
 */
export async function run(): Promise<void> {
  await buildForTests();
  const postgres = await startEmbeddedPostgres({ projectDir, stateDir: join(projectDir, '.data/bench') });
  const mail = await startMailDrop();
  const count = (passes + 1) * 2 * (codesOfPass + aloneOfPass);
  const emails = Array.from({ length: count }, (_, index) => `bench${index}@example.com`);
  const databaseUrl = await prepareLatchkey(postgres.url, emails);
  const databasePid = await readServerPid(databaseUrl);
  const system = await startLatchkey({ databaseUrl, mailPort: mail.port, processes: 1 });
  const figures = new Map(names.map((name) => [name, [] as Figures[]]));
  try {
    for (let pass = 0; pass <= passes; pass += 1) {
      for (const name of shuffle(names)) {
        const codes = await askForCodes(system, mail, emails.splice(0, codesOfPass + aloneOfPass));
        const measured = await measureWay(system, databasePid, ways[name], codes);
        // The first pass warms up.
        if (pass > 0) figures.get(name)!.push(measured);
      }
    }
  } finally {
    await system.stop();
    mail.close();
    await postgres.stop();
  }
  const section = describeFigures(figures);
  console.log(section);
  if (!process.env.PASSES) writeSection('A code for a session', section);
}

async function readServerPid(url: string): Promise<number> {
  const db = createDatabase(url);
  const [row] = await db.$queryRaw<{ pid: number }[]>`SELECT pg_backend_pid() AS "pid"`;
  // Its own process ends with the connection.
  const server = parentOf(row!.pid);
  await db.$disconnect();
  return server;
}

async function askForCodes(system: System, mail: MailDrop, emails: string[]): Promise<Code[]> {
  const codes: Code[] = [];
  await measure(system.pid, { count: emails.length }, async (index) => {
    const comes = mail.codeFor(emails[index]!);
    const { id } = await system.askCode(emails[index]!);
    codes.push({ id, code: await comes });
  });
  return codes;
}

async function measureWay(
  { pid, url }: System,
  databasePid: number,
  way: Way,
  codes: Code[],
): Promise<Figures> {
  const before = cpuMs(databasePid);
  const measured = await measure(pid, { count: codesOfPass }, (index) => way(url, codes[index]!));
  const databaseMs = (cpuMs(databasePid) - before) / codesOfPass;
  const rest = codes.slice(codesOfPass);
  const { p50: aloneMs } = await measure(pid, { count: rest.length }, (index) => way(url, rest[index]!), 1);
  return { ...measured, databaseMs, aloneMs };
}

function describeFigures(figures: ReadonlyMap<keyof typeof ways, readonly Figures[]>): string {
  const row = (title: string, value: (one: Figures) => number, text: (value: number) => string) => {
    const [two, one] = names.map((name) => figures.get(name)!.map(value)) as [number[], number[]];
    const ratio = median(one.map((each, index) => each / two[index]!));
    return `| ${title} | ${text(median(two))} | ${text(median(one))} | × ${ratio.toFixed(2)} |`;
  };
  const precise = (value: number) => `${value.toFixed(2)} ms`;
  const date = new Date().toISOString().slice(0, 10);
  return `\`npm run bench -- session\`. Measured on ${describeMachine()}, ${date}: one process, ${passes} passes of ${codesOfPass} right codes in
each way, the ways in an order by chance, 16 in flight; PostgreSQL (durable) and the load on the same machine. Medians of the
passes; the ratios are medians of those within a pass.

| a right code for a session | two requests | one request | ratio |
| --- | --- | --- | --- |
${[
  row(
    'per second',
    ({ perSecond }) => perSecond,
    (value) => value.toFixed(0),
  ),
  row('CPU of the app', (one) => one.cpuMs, precise),
  row('CPU of PostgreSQL', (one) => one.databaseMs, precise),
  row('p99', ({ p99 }) => p99, milliseconds),
  row('one customer alone, p50', ({ aloneMs }) => aloneMs, precise),
].join('\n')}`;
}
