import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { createApiKey } from '@/lib/accounts/api-keys';
import { createClient } from '@/lib/client/client';
import { createDatabase } from '@/lib/db/client';
import { createMigratedDatabase } from '../fixtures/database';
import { projectDir } from '../fixtures/run';
import { serverEnvironment } from '../fixtures/server-environment';
import { withoutDatabase } from './database-faults';
import type { Fault } from './fault';
import { addCustomerTo, type FaultTarget } from './fault-target';
import { askForCode, codeIn, outcomeOf, show, until, untilMail, untilRecovered, wrongOf } from './flow';
import { checkBooks, liveThroughFaults } from './kill-faults';
import { type Member, type ReplicaPair, startReplicaPair, untilCaughtUp } from './replica-pair';
import { untilReady, watchHealth } from './watch-health';
import { startWire } from './wire';

interface ReplicaTarget extends FaultTarget {
  pair: ReplicaPair;
  /** Where the app's address leads from now on. Connections that are open stay where they are. */
  lead(to: Member): void;
}

/** A server of its own whose address leads to the primary of two PostgreSQLs. */
async function withReplica(
  main: FaultTarget,
  options: { synchronous: boolean },
  work: (target: ReplicaTarget) => Promise<string>,
): Promise<string> {
  const ends: (() => unknown)[] = [];
  try {
    const pair = await startReplicaPair(join(projectDir, '.data/faults/replicas'), options);
    ends.push(() => pair.close());
    let leadsTo = pair.first;
    const wire = await startWire(() => leadsTo.port);
    ends.push(() => wire.close());
    const direct = await createMigratedDatabase(pair.first.urlOf('latchkey'), 'faults');
    const url = new URL(direct);
    url.port = String(wire.port);
    const db = createDatabase(url.href);
    ends.push(() => db.$disconnect());
    const instance = await main.newInstance('replicas', { DATABASE_URL: url.href }, true);
    ends.push(() => instance.stop());
    const { token } = await createApiKey(db, {
      name: 'replicas',
      scopes: ['codes', 'accounts'],
      createdBy: 'faults',
    });
    await untilCaughtUp(pair.second, pair.first);
    return await work({
      ...main,
      ...{ baseUrl: instance.baseUrl, instances: [instance], db, databaseUrl: url.href, apiKey: token, wire },
      api: createClient({ baseUrl: instance.baseUrl, apiKey: token }),
      // Between the two primaries there is a moment without one.
      addCustomer: () => until('a new customer', 30, () => addCustomerTo(db).catch(() => null)),
      pair,
      lead: (to) => {
        leadsTo = to;
      },
    });
  } finally {
    for (const end of ends.reverse())
      await Promise.resolve(end()).catch((error: Error) => console.error(error.message));
  }
}

/** The connections that the app has there. */
async function countConnections(member: Member): Promise<number> {
  const [row] = await member.query<{ count: number }>(
    `SELECT count(*)::int AS "count" FROM pg_stat_activity WHERE application_name = 'latchkey'`,
  );
  return row!.count;
}

const untilNobodyAt = (member: Member) =>
  until(
    'the end of the connections to the old primary',
    2,
    async () => (await countConnections(member)) === 0,
  );

export const replicaFaults: Fault[] = [
  {
    name: 'replica-takes-over',
    promise:
      'The primary is killed (kill -9) under load, and its synchronous replica is promoted behind the same address: nothing acknowledged is lost, no used code revives, no guess is forgotten',
    run: (main) =>
      withReplica(main, { synchronous: true }, async (target) => {
        const health = watchHealth(target.instances);
        const { first, second } = target.pair;
        let over = false;
        const failing = async () => {
          await wait(4_000);
          await first.kill();
          const noticed = await untilReady(target, 503, 6);
          await wait(1_500);
          await second.promote();
          target.lead(second);
          const recovered = await untilRecovered(target);
          const ready = await untilReady(target, 200, 5);
          await wait(3_000);
          return { noticed, recovered, ready };
        };
        const [stories, { noticed, recovered }] = await Promise.all([
          liveThroughFaults(target, () => over),
          failing().finally(() => {
            over = true;
          }),
        ]);
        const books = await checkBooks(target, stories);
        await health.requireAlive();
        return `readiness 503 after ${show(noticed)}; recovered ${show(recovered)} after the promotion; ${books}`;
      }),
  },
  {
    name: 'replica-switch',
    promise:
      'A planned switch, and the address still leads to the old primary, a read-only standby by now: 503 and nothing read from it, until it leads to the new one',
    run: (main) =>
      withReplica(main, { synchronous: false }, async (target) => {
        const { first, second } = target.pair;
        return withoutDatabase(
          target,
          async () => {
            await first.stop();
            await second.promote();
            await first.follow();
          },
          async () => {
            target.lead(second);
            await untilNobodyAt(first);
          },
        );
      }),
  },
  {
    name: 'replica-switch-keeps-connections',
    promise:
      'A planned switch in which the old primary is set to read only and keeps its connections open: they are thrown away, and the new primary is found when the address leads there',
    run: (main) =>
      withReplica(main, { synchronous: false }, async (target) => {
        const { first, second } = target.pair;
        const result = await withoutDatabase(
          target,
          async () => {
            const open = await countConnections(first);
            if (open === 0) throw new Error('the app has no connection there: nothing would be shown');
            await first.query('ALTER SYSTEM SET default_transaction_read_only = on');
            await first.query('SELECT pg_reload_conf()');
            await untilCaughtUp(second, first);
            await second.promote();
          },
          () => target.lead(second),
        );
        await untilNobodyAt(first);
        return result;
      }),
  },
  {
    name: 'replica-lost',
    promise:
      'The only synchronous replica is lost: nothing is acknowledged that it has not got; it comes back, and so does the app',
    run: (main) =>
      withReplica(main, { synchronous: true }, async (target) => {
        const health = watchHealth(target.instances);
        const { second } = target.pair;
        await second.kill();
        const outcomes = await Promise.all(Array.from({ length: 6 }, () => outcomeOf(askForCode(target))));
        const bad = outcomes.filter((outcome) => !outcome.startsWith('503 '));
        if (bad.length > 0) throw new Error(`without its replica asking was answered ${bad.join(', ')}`);
        await second.follow();
        const recovered = await untilRecovered(target);
        await untilReady(target, 200, 5);
        await health.requireAlive();
        return `6 of 6 refused with 503; recovered ${show(recovered)} after the replica`;
      }),
  },
  {
    name: 'replica-behind',
    promise:
      'The primary is killed and a replica promoted that lacks the last moments: what is lost is lost, and `npm run restore -- --after` ends what would be alive again',
    run: (main) => withReplica(main, { synchronous: false }, takeOverBehind),
  },
];

async function takeOverBehind(target: ReplicaTarget): Promise<string> {
  const { api, db, pair } = target;
  const health = watchHealth(target.instances);
  const ask = async (to: string) => {
    const { id } = await api.requestCode({ purpose: 'login', to });
    return { id, code: codeIn((await untilMail(target, to, 10)).text) };
  };
  const { email } = await target.addCustomer();
  const entry = await ask(email);
  const session = await api.startSession({ code_id: entry.id, code: entry.code });
  const used = await askForCode(target);
  const usedCode = codeIn((await untilMail(target, used.to, 10)).text);
  await untilCaughtUp(pair.second, pair.first);

  // From here on the replica hears nothing more.
  await pair.second.query("ALTER SYSTEM SET primary_conninfo = ''");
  await pair.second.query('SELECT pg_reload_conf()');
  await until('the end of replication', 10, async () => {
    const rows = await pair.first.query('SELECT 1 FROM pg_stat_replication');
    return rows.length === 0;
  });
  await outcomeOf(api.checkCode({ id: used.id, code: wrongOf(usedCode) }));
  await api.checkCode({ id: used.id, code: usedCode });
  await api.endSession({ refresh_token: session.refresh_token });
  const lost = await askForCode(target);
  const lostCode = codeIn((await untilMail(target, lost.to, 10)).text);

  await pair.first.kill();
  await pair.second.promote();
  target.lead(pair.second);
  const recovered = await untilRecovered(target);
  const row = await db.otp.findUniqueOrThrow({ where: { id: used.id } });
  const ended = await db.session.count({ where: { endedAt: { not: null } } });
  if (row.consumedAt !== null || row.attempts > 0 || ended > 0)
    throw new Error('the replica has what it should lack: nothing would be shown');

  await promisify(execFile)(process.execPath, ['scripts/restore.mjs', '--after'], {
    cwd: projectDir,
    env: serverEnvironment({ ...target.settings, DATABASE_URL: target.databaseUrl }),
  });
  const outcomes = {
    'the used code': await outcomeOf(api.checkCode({ id: used.id, code: usedCode })),
    'the lost code': await outcomeOf(api.checkCode({ id: lost.id, code: lostCode })),
    'the ended session': await outcomeOf(api.refreshSession({ refresh_token: session.refresh_token })),
  };
  for (const [what, outcome] of Object.entries(outcomes)) {
    if (!outcome.startsWith('4')) throw new Error(`${what} was answered ${outcome}`);
  }
  const again = await untilRecovered(target);
  await health.requireAlive();
  const told = Object.entries(outcomes).map(([what, outcome]) => `${what} ${outcome.split(' ')[1]}`);
  return `recovered ${show(recovered)} after the promotion; after the command ${told.join(', ')}, and a new turn in ${show(again)}`;
}
