import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { projectDir } from '@/e2e/fixtures/run';
import { startEmbeddedPostgres } from '@/lib/db/embedded-postgres';
import { buildForTests } from '@/scripts/build-for-tests';
import { prepareBetterAuth, startBetterAuth } from './better-auth';
import { measureColdStarts } from './cold-start';
import { installPeers } from './install-peers';
import { prepareLatchkey, startLatchkey } from './latchkey';
import { startMailDrop } from './mail-drop';
import { createWork } from './operations';
import { measureArgon2Ceiling, measurePasses } from './passes';
import { report } from './report';
import { measureScripts } from './script-bytes';
import { measureAnswerAtSlowRelay, measureLoginUnderResets, measureOneUser } from './single-figures';

export interface Scale {
  passes: number;
  /** Codes sent, and verified, for each process before anything counts. */
  warmUp: number;
  /** Codes sent, and verified, in each pass. */
  codes: number;
  /** How long pages and sessions are asked for in each pass. */
  seconds: number;
  resets: number;
}

const scales: Record<'full' | 'quick', Scale> = {
  full: { passes: 5, warmUp: 2_000, codes: 1_280, seconds: 3, resets: 128 },
  quick: { passes: 1, warmUp: 160, codes: 160, seconds: 1, resets: 24 },
};

/** More than one server is asked about in all its passes. */
const accountsOfServer = 20_000;

/**
 * Latchkey and better-auth on Next, the same work for both in turns, on the same PostgreSQL and to the same mail server.
 * Prints the figures and writes them into docs/benchmarks.md, unless they are quick ones.
 */
export async function run(size: 'full' | 'quick' = 'full'): Promise<void> {
  const scale = scales[size];
  await buildForTests();
  await installPeers();
  // Durable, as in production.
  const postgres = await startEmbeddedPostgres({ projectDir, stateDir: join(projectDir, '.data/bench') });
  const mail = await startMailDrop();
  const stops: (() => Promise<void>)[] = [];
  try {
    const emails = Array.from({ length: 4 * accountsOfServer }, (_, index) => `bench${index}@example.com`);
    const latchkeyUrl = await prepareLatchkey(postgres.url, emails);
    const betterAuthUrl = await prepareBetterAuth(postgres.url, emails);
    const start = async (processes: number | null) => {
      const system = processes
        ? await startLatchkey({ databaseUrl: latchkeyUrl, mailPort: mail.port, processes })
        : await startBetterAuth(betterAuthUrl, mail.port);
      stops.push(system.stop);
      // Accounts that have signed in before would get a notice of the new device: other ones for each server.
      return createWork(system, mail, emails.slice(stops.length * accountsOfServer));
    };
    const peer = await start(null);
    const one = await start(1);
    const single = await measurePasses([one, peer], scale);
    const oneUser = await measureOneUser([one, peer], scale);
    const underResets = await measureLoginUnderResets([one, peer], scale);
    const slowRelay = await measureAnswerAtSlowRelay([one, peer], mail);
    const scripts = await measureScripts(one.system, peer.system);
    await one.system.stop();
    const all = await start(availableParallelism());
    const deployed = await measurePasses([all, peer], scale);
    const ceiling = await measureArgon2Ceiling();
    await all.system.stop();
    await peer.system.stop();
    const coldStarts = await measureColdStarts(latchkeyUrl, mail.port, scale);
    report(size, { scale, single, deployed, ceiling, oneUser, underResets, slowRelay, scripts, coldStarts });
  } finally {
    await Promise.all(stops.map((stop) => stop()));
    mail.close();
    await postgres.stop();
  }
}
