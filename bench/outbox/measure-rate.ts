import type { Database } from '@/lib/db/client';
import { startSmtpSink } from '@/lib/delivery/providers/stand-ins/smtp-sink';
import { queueCodes } from '../queue-messages';
import { addresses, type Row, until } from './figures';
import { mailEnvironment, withWorkers } from './workers';

/** Codes a second, all of them due at once. */
export async function measureRate(
  db: Database,
  url: string,
  { codes, processes }: { codes: number; processes: number },
  row: Row,
): Promise<void> {
  const sink = await startSmtpSink();
  await withWorkers(url, mailEnvironment(sink), processes, async () => {
    await queueCodes(db, addresses(`rate${processes}x`, codes));
    await until(() => sink.messages.length > 0);
    const [from, started] = [sink.messages.length, performance.now()];
    await until(() => sink.messages.length >= codes);
    const rate = ((codes - from) / (performance.now() - started)) * 1000;
    row(`codes through the outbox to SMTP, ${processes} process(es)`, `${rate.toFixed(0)} per second`);
  });
  await sink.close();
}
