import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { buildForTests } from '@/scripts/build-for-tests';
import { type FaultTarget, newEmail, startFaultTarget } from './fault-target';
import { askForCode, codeIn, outcomeOf, secondsSince, untilMail, wrongOf } from './flow';
import type { Instance } from './instance';
import { writeResults } from './write-results';

// npm run soak -- 30m [turns a second]     steady work; memory, handles, connections and queue must not grow
const [duration = '30m', rate = '4'] = process.argv.slice(2);
const amount = /^(\d+)(s|m|h)$/.exec(duration);
if (!amount || !(Number(rate) > 0)) {
  console.error('Write how long, and how many turns a second: npm run soak -- 30m 4');
  process.exit(1);
}
const seconds = Number(amount[1]) * { s: 1, m: 60, h: 3_600 }[amount[2] as 's' | 'm' | 'h'];
const sampleEverySeconds = Math.max(2, Math.min(10, seconds / 40));

interface Sample {
  megabytes: number;
  handles: number;
  connections: number;
  queue: number;
}

/** One customer: two pages, a code, a wrong guess, the right one, a session, its owner asked for. @returns every status */
async function turn({ api, baseUrl, addCustomer, ...rest }: FaultTarget): Promise<string[]> {
  const outcomes: string[] = [];
  const page = async (path: string) => {
    const status = await fetch(`${baseUrl}${path}`).then(
      async (response) => {
        await response.arrayBuffer();
        return response.status;
      },
      () => 0,
    );
    outcomes.push(status === 0 ? 'no answer' : String(status));
  };
  const call = async <Answer>(work: Promise<Answer>): Promise<Answer | null> => {
    let answer: Answer | null = null;
    outcomes.push(
      await outcomeOf(
        work.then((value) => {
          answer = value;
        }),
      ),
    );
    return answer;
  };
  await page('/login');
  await page('/forgot-password');
  const { email } = await addCustomer();
  const asked = await call(api.requestCode({ purpose: 'login', to: email }));
  if (!asked) return outcomes;
  const target = { api, baseUrl, addCustomer, ...rest };
  const code = codeIn((await untilMail(target, email, 30)).text);
  await call(api.checkCode({ id: asked.id, code: wrongOf(code) }));
  const right = await call(api.checkCode({ id: asked.id, code }));
  if (!right || !('grant' in right) || !right.grant) return outcomes;
  const session = await call(api.startSession({ grant: right.grant }));
  if (session) await call(api.getCustomer({ access_token: session.access_token }));
  // What nobody has costs a decoy.
  await call(api.requestCode({ purpose: 'password_reset', to: newEmail() }));
  return outcomes;
}

async function takeSample(target: FaultTarget): Promise<Sample> {
  const pids = target.instances.flatMap((instance: Instance) => [instance.pid, ...instance.workers()]);
  const [counted] = await target.db.$queryRaw<{ connections: number; queue: number }[]>`
    SELECT (SELECT count(*)::int FROM pg_stat_activity WHERE application_name = 'latchkey') AS "connections",
           (SELECT count(*)::int FROM "Delivery" WHERE "state" IN ('queued', 'sending')) AS "queue"`;
  const sum = (of: (pid: number) => number) => pids.reduce((total, pid) => total + of(pid), 0);
  return {
    ...counted!,
    megabytes: Math.round(sum(memoryOf) / 1024),
    handles: sum((pid) => readdirSync(`/proc/${pid}/fd`).length),
  };
}

/** Kilobytes, shared pages divided by those who share them. */
function memoryOf(pid: number): number {
  return Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1]);
}

/** What the work has cost so far; CPU in seconds. */
async function readCosts(target: FaultTarget) {
  const ticks = (pid: number, fields: number[]) => {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const values = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields.reduce((sum, field) => sum + Number(values[field]), 0) / 100;
  };
  const parentOf = (pid: number) => {
    try {
      return ticks(pid, [1]) * 100;
    } catch {
      return 0;
    }
  };
  const own = [11, 12];
  const ownAndEnded = [11, 12, 13, 14];
  const postmaster = target.postgres.pid();
  const backends = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && parentOf(Number(name)) === postmaster)
    .map(Number);
  const app = target.instances.flatMap((instance: Instance) => [instance.pid, ...instance.workers()]);
  const [counted] = await target.db.$queryRaw<{ commits: number; walBytes: number }[]>`
    SELECT (SELECT "xact_commit"::float8 FROM pg_stat_database WHERE datname = current_database()) AS "commits",
           pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::float8 AS "walBytes"`;
  return {
    ...counted!,
    app: app.reduce((sum, pid) => sum + ticks(pid, own), 0),
    postgres: backends.reduce((sum, pid) => sum + ticks(pid, own), ticks(postmaster, ownAndEnded)),
  };
}

const median = (numbers: number[]) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)]!;

/** After the warm-up of the first half: what the last quarter has more than the third. */
function grown(samples: readonly Sample[], of: keyof Sample): { from: number; to: number } {
  const quarter = Math.floor(samples.length / 4);
  const values = samples.map((sample) => sample[of]);
  return { from: median(values.slice(2 * quarter, 3 * quarter)), to: median(values.slice(3 * quarter)) };
}

await buildForTests();
const target = await startFaultTarget();
const samples: Sample[] = [];
const outcomes = new Map<string, number>();
let turns = 0;
let longest = 0;
let costs = '';
const count = (outcome: string) => outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
try {
  await askForCode(target);
  const before = await readCosts(target);
  const running = new Set<Promise<void>>();
  const began = performance.now();
  const sampling = (async () => {
    while (secondsSince(began) < seconds) {
      await wait(sampleEverySeconds * 1_000);
      await takeSample(target).then(
        (sample) => samples.push(sample),
        (error: Error) => count(`no sample: ${error.message}`),
      );
    }
  })();
  // At fixed times, whether the former turns have ended or not: a server that lags gets no rest from its load.
  for (let index = 0; secondsSince(began) < seconds; index += 1) {
    await wait(Math.max(0, (index * 1_000) / Number(rate) - (performance.now() - began)));
    const startedAt = performance.now();
    const one = turn(target)
      .catch((error: Error) => [`failed: ${error.message}`])
      .then((seen) => {
        turns += 1;
        longest = Math.max(longest, secondsSince(startedAt));
        seen.forEach(count);
        running.delete(one);
      });
    running.add(one);
  }
  await Promise.all(running);
  await sampling;
  const after = await readCosts(target);
  const per = (name: keyof typeof after, unit: number) => ((after[name] - before[name]) / turns) * unit;
  costs = `a turn costs ${per('app', 1_000).toFixed(0)} ms of CPU in the app and ${per('postgres', 1_000).toFixed(0)} in PostgreSQL, ${per('commits', 1).toFixed(0)} commits, ${per('walBytes', 1 / 1_024).toFixed(0)} KB of WAL`;
} finally {
  await target.stop();
}

const bad = [...outcomes].filter(([outcome]) => !/^(ok|200|\d+ code_incorrect)$/.test(outcome));
const problems = bad.map(([outcome, count]) => `${count} × ${outcome}`);
const limits: Record<keyof Sample, (from: number) => number> = {
  megabytes: (from) => from * 1.1 + 10,
  // Connections that are kept fill their pools over time: 32 of nginx, 10 of mail and 5 of PostgreSQL for each process.
  handles: (from) => from * 1.1 + 40,
  connections: (from) => from + 5,
  queue: (from) => from + 5,
};
const growth = (Object.keys(limits) as (keyof Sample)[]).map((name) => {
  const { from, to } = grown(samples, name);
  if (to > limits[name](from)) problems.push(`${name} grew from ${from} to ${to}`);
  return `${name} ${from} → ${to}`;
});
const answers = [...outcomes.values()].reduce((sum, count) => sum + count, 0);
const mark = problems.length === 0 ? 'held' : '**broken**';
const detail = `${mark}: ${turns} turns, ${answers} answers, longest turn ${longest.toFixed(1)} s; ${growth.join(', ')}; ${costs}`;
console.log(detail);
for (const problem of problems) console.log(`  ${problem}`);
writeResults('Soak', [
  {
    promise: `${rate} whole sign-ins a second for ${duration}: no 5xx, and nothing grows from the third quarter to the last`,
    command: `npm run soak -- ${duration} ${rate}`,
    result: problems.length === 0 ? detail : `${detail}; ${problems.join(', ')}`,
  },
]);
process.exit(problems.length === 0 ? 0 : 1);
