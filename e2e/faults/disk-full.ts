import { execFileSync } from 'node:child_process';
import { closeSync, ftruncateSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { createApiKey } from '@/lib/accounts/api-keys';
import { createClient } from '@/lib/client/client';
import { createDatabase } from '@/lib/db/client';
import { startEmbeddedPostgres } from '@/lib/db/embedded-postgres';
import { Browser, header } from '../attacks/browser';
import { createMigratedDatabase } from '../fixtures/database';
import { projectDir } from '../fixtures/run';
import type { FaultTarget } from './fault-target';
import { askForCode, outcomeOf, secondsSince, show, until, untilMail, untilRecovered } from './flow';
import { ask } from './instance';
import { watchHealth } from './watch-health';

/** A PostgreSQL on a file system of 300 MB, and a file that takes the rest of it. */
export async function diskFull(main: FaultTarget): Promise<string> {
  const place = join('/var/lib/latchkey', 'small-disk');
  mkdirSync(place, { recursive: true });
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=300m,mode=777', 'tmpfs', place]);
  const ends: (() => unknown)[] = [() => void execFileSync('umount', ['-l', place])];
  try {
    // Owned by nobody, so that the data stays in this place.
    mkdirSync(join(place, 'postgres'));
    execFileSync('chown', ['-R', 'nobody', place]);
    const postgres = await startEmbeddedPostgres({ projectDir, stateDir: place });
    ends.push(() => postgres.stop());
    const url = await createMigratedDatabase(postgres.url, 'small');
    const db = createDatabase(url);
    ends.push(() => db.$disconnect());
    const instance = await main.newInstance('disk-full', { DATABASE_URL: url }, true);
    ends.push(() => instance.stop());
    const { token } = await createApiKey(db, { name: 'disk', createdBy: 'faults' });
    const target: FaultTarget = {
      ...main,
      ...{ baseUrl: instance.baseUrl, instances: [instance], db, databaseUrl: url, apiKey: token },
      api: createClient({ baseUrl: instance.baseUrl, apiKey: token }),
    };
    const health = watchHealth(target.instances);
    const before = await askForCode(target);
    await untilMail(target, before.to, 10);
    const filler = openSync(join(place, 'filler'), 'w');
    ends.push(() => rmSync(join(place, 'filler')));
    fill(filler);
    const began = performance.now();
    // What is there already in PostgreSQL's own files takes a while to be used up.
    const refused = await until('a refusal', 60, async () => {
      const outcome = await outcomeOf(askForCode(target));
      return outcome === 'ok' ? null : outcome;
    });
    const filledIn = secondsSince(began);
    if (!refused.startsWith('503 ')) throw new Error(`what could not be written was answered ${refused}`);
    const answer = await new Browser(target.baseUrl).json(
      'POST',
      '/api/v1/codes',
      { purpose: 'verification', to: 'nobody@example.com' },
      { authorization: `Bearer ${token}` },
    );
    if (answer.status === 503 && !header(answer, 'retry-after'))
      throw new Error('the refusal has no Retry-After');
    const ready = await ask(`${instance.baseUrl}/api/ready`);
    ftruncateSync(filler, 0);
    closeSync(filler);
    await wait(100);
    const recovered = await untilRecovered(target);
    await health.requireAlive();
    return `refused with 503 after ${show(filledIn)} of writing, readiness ${ready}; recovered in ${show(recovered)}`;
  } finally {
    for (const end of ends.reverse())
      await Promise.resolve(end()).catch((error: Error) => console.error(error.message));
    rmSync(place, { recursive: true, force: true });
  }
}

function fill(file: number): void {
  for (const size of [1 << 20, 4096]) {
    const block = Buffer.alloc(size, 1);
    try {
      for (;;) if (writeSync(file, block) < size) break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    }
  }
}
