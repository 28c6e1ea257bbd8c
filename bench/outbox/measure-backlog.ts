import type { Database } from '@/lib/db/client';
import { type SmtpSink, startSmtpSink } from '@/lib/delivery/providers/stand-ins/smtp-sink';
import { queueCodes, queueNotices } from '../queue-messages';
import { addresses, both, type Row, until } from './figures';
import { mailEnvironment, withWorkers } from './workers';

/** The mail service takes ten a second, and thousands wait for it. */
export async function measureBacklog(
  db: Database,
  url: string,
  { backlog, fresh }: { backlog: number; fresh: number },
  row: Row,
): Promise<void> {
  let turn = 0;
  const sink = await startSmtpSink({
    delayMs: () => {
      turn = Math.max(turn + 100, Date.now());
      return turn - Date.now();
    },
  });
  await queueCodes(db, addresses('dead', backlog / 2), { dead: true });
  await queueNotices(db, addresses('notice', backlog / 2));
  await withWorkers(url, mailEnvironment(sink), 2, async () => {
    await until(() => sink.messages.length > 5);
    const samples = await measureFresh(db, sink, addresses('fresh', fresh));
    const stale = sink.messages.filter(({ to }) => to[0]!.startsWith('dead')).length;
    row(
      `a fresh sign-in code, 10 a second, ${backlog} wait: half dead codes, half notices`,
      `${both(samples)}; ${stale} dead codes sent`,
    );
  });
  await db.delivery.deleteMany();
  await queueCodes(db, addresses('older', backlog));
  await withWorkers(url, mailEnvironment(sink), 2, async () => {
    await until(() => sink.messages.some(({ to }) => to[0]!.startsWith('older')));
    const samples = await measureFresh(db, sink, addresses('newest', fresh));
    row(`the same while ${backlog} older codes wait that still work`, both(samples));
  });
  await db.delivery.deleteMany();
  await sink.close();
}

/** One code after the other, from its commit to the mail server's receipt. */
async function measureFresh(db: Database, sink: SmtpSink, to: readonly string[]): Promise<number[]> {
  const samples: number[] = [];
  for (const address of to) {
    const arrives = sink.waitFor(address, 60_000);
    const started = performance.now();
    await queueCodes(db, [address]);
    await arrives;
    samples.push(performance.now() - started);
  }
  return samples;
}
