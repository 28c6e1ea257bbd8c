import { randomInt } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { createClient } from '@/lib/client/client';
import type { Fault } from './fault';
import { mailsTo, outcomeOf, secondsSince, show, untilMail, wholeTurn } from './flow';
import { untilReady } from './watch-health';

export const stopFaults: Fault[] = [
  {
    name: 'stop-under-load',
    promise:
      'SIGTERM to one server after the other under load: every request is answered, no acknowledged send is lost',
    async run(target) {
      let over = false;
      const failures: string[] = [];
      const accepted: string[] = [];
      const load = Promise.all(
        Array.from({ length: 8 }, async () => {
          while (!over) {
            const to = `s${randomInt(2 ** 40)}@example.com`;
            const outcome = await outcomeOf(target.api.requestCode({ purpose: 'verification', to }));
            if (outcome === 'ok') accepted.push(to);
            else failures.push(outcome);
          }
        }),
      );
      await wait(1_000);
      const stops: number[] = [];
      for (const instance of target.instances) {
        const { code, seconds } = await instance.stop();
        if (code !== 0) failures.push(`a server ended with ${code}`);
        stops.push(seconds);
        await instance.start();
        await wait(500);
      }
      over = true;
      await load;
      if (failures.length > 0)
        throw new Error(
          `${failures.length} of ${failures.length + accepted.length} failed: ${[...new Set(failures)].join(', ')}`,
        );
      if (Math.max(...stops) > 12) throw new Error(`a stop took ${show(Math.max(...stops))}`);
      await Promise.all(accepted.map((to) => untilMail(target, to, 45)));
      return `${accepted.length} requests, none failed, all sent; stopped in ${stops.map(show).join(' and ')}`;
    },
  },
  {
    name: 'stop-with-mails-under-way',
    promise:
      'SIGTERM while the mail server is slow: what is under way is finished, each mail once; the rest waits for the next start',
    async run(target) {
      const instance = target.instances[0]!;
      const direct = createClient({ baseUrl: instance.baseUrl, apiKey: target.apiKey });
      for (const other of target.instances.slice(1)) await other.stop();
      target.mail.delayMs = 600;
      const accepted = await Promise.all(
        Array.from({ length: 30 }, async () => {
          const to = `s${randomInt(2 ** 40)}@example.com`;
          await direct.requestCode({ purpose: 'verification', to });
          return to;
        }),
      );
      const { code, seconds } = await instance.stop();
      target.mail.delayMs = 0;
      if (code !== 0) throw new Error(`it ended with ${code}`);
      if (seconds > 12) throw new Error(`it took ${show(seconds)} to stop`);
      const sentBefore = accepted.filter((to) => mailsTo(target, to).length > 0).length;
      await Promise.all(target.instances.map((one) => one.start()));
      await Promise.all(accepted.map((to) => untilMail(target, to, 45)));
      await wait(1_000);
      const twice = accepted.filter((to) => mailsTo(target, to).length > 1).length;
      if (twice > 0) throw new Error(`${twice} of 30 mails went out twice`);
      return `stopped in ${show(seconds)}: ${sentBefore} of 30 sent before, the others after the start, each once`;
    },
  },
  {
    name: 'stop-with-a-hanging-mail-server',
    promise: 'SIGTERM while the mail server hangs: it ends within 12 s, and the next start sends',
    async run(target) {
      const instance = target.instances[0]!;
      const direct = createClient({ baseUrl: instance.baseUrl, apiKey: target.apiKey });
      for (const other of target.instances.slice(1)) await other.stop();
      target.mail.fault = { stage: 'dot', reply: null };
      const to = `s${randomInt(2 ** 40)}@example.com`;
      await direct.requestCode({ purpose: 'verification', to });
      await wait(500);
      const { code, seconds } = await instance.stop();
      target.mail.fault = null;
      if (code !== 0 || seconds > 12) throw new Error(`it ended with ${code} after ${show(seconds)}`);
      const began = performance.now();
      await Promise.all(target.instances.map((one) => one.start()));
      await untilMail(target, to, 45);
      return `stopped in ${show(seconds)}; the mail came ${show(secondsSince(began))} after the next start`;
    },
  },
  {
    name: 'upgrade-side-by-side',
    promise: 'A newer version has migrated the database: the older one goes on, and can be started again',
    async run(target) {
      const { db } = target;
      await db.$executeRaw`ALTER TABLE "Otp" ADD COLUMN "ofTheNextVersion" text DEFAULT 'new'`;
      await db.$executeRaw`
        INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
        VALUES ('next', 'next', '9999_next', now(), 1)`;
      try {
        await untilReady(target, 200, 3);
        await wholeTurn(target);
        for (const instance of target.instances) {
          await instance.stop();
          await instance.start();
        }
        await wholeTurn(target);
        return 'readiness stayed 200, whole turns before and after the restart';
      } finally {
        await db.$executeRaw`DELETE FROM _prisma_migrations WHERE migration_name = '9999_next'`;
        await db.$executeRaw`ALTER TABLE "Otp" DROP COLUMN "ofTheNextVersion"`;
      }
    },
  },
];
