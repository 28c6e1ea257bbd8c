import type { Database } from '@/lib/db/client';
import { wakeOutbox } from '@/lib/delivery/outbox';
import { smtp } from '@/lib/delivery/providers/smtp';
import { deliverySettings, smsMessage } from '@/lib/delivery/providers/stand-ins/message-fixture';
import { startSmtpSink } from '@/lib/delivery/providers/stand-ins/smtp-sink';
import { runOutbox } from '@/lib/flows/run-outbox';
import { milliseconds, percentile } from '../figures';
import { queueCodes } from '../queue-messages';
import { addresses, both, type Row } from './figures';
import { mailEnvironment } from './workers';

/** From the call, or the commit, to the mail server's receipt. */
export async function measureLatency(db: Database, singles: number, row: Row): Promise<void> {
  const sink = await startSmtpSink();
  const settings = deliverySettings(mailEnvironment(sink));
  Object.assign(process.env, mailEnvironment(sink));
  const direct: number[] = [];
  for (const to of addresses('direct', singles)) {
    const started = performance.now();
    await smtp.send(
      smsMessage({ channel: 'email', to, subject: 'Code' }),
      settings,
      AbortSignal.timeout(9_000),
    );
    direct.push(performance.now() - started);
  }
  const outbox = runOutbox({ db }, { warn: console.error, error: console.error });
  const queued: number[] = [];
  for (const to of addresses('queued', singles)) {
    const arrives = sink.waitFor(to);
    await queueCodes(db, [to]);
    const started = performance.now();
    wakeOutbox();
    await arrives;
    queued.push(performance.now() - started);
  }
  await outbox.stop();
  await sink.close();
  row('direct send of a mail', both(direct));
  row('the same through the outbox', both(queued));
  const added = percentile(queued, 0.5) - percentile(direct, 0.5);
  row('**added by the outbox, p50**', milliseconds(added));
}
