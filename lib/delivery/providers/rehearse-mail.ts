import type { Sender } from '@/lib/config/smtp-settings';
import type { RenderedMessage } from '../messages/rendered-message';
import { composeMail, toAsciiDomain } from './compose-mail';
import { openOwnLine } from './own-line';
import { type MailManners, serveNobody } from './own-mail-server';
import { begin, timeoutMs } from './smtp-connection';
import { createMailPool, type MailPool } from './smtp-pool';

interface Rehearsals {
  manners: MailManners;
  pool: MailPool | null;
}

// Next evaluates modules more than once in a process: rehearsals have to see the mails of the one worker.
const store = globalThis as unknown as { latchkeyMailRehearsals?: Rehearsals };
store.latchkeyMailRehearsals ??= { manners: { pipelines: false, paceMs: 0 }, pool: null };
const rehearsals = store.latchkeyMailRehearsals;

/**
 * Puts a mail together and gives it to a server of this process that is nobody, the way mails go to the real one: what a mail
 * costs, for the rehearsals of decoys (rehearse-delivery.ts).
 * @param paceMs how long a real one takes; the exchanges are spread over it
 */
export async function rehearseMail(message: RenderedMessage, sender: Sender, paceMs: number): Promise<void> {
  const begunAt = performance.now();
  const envelope = { from: toAsciiDomain(sender.address), to: toAsciiDomain(message.to) };
  const mail = composeMail(message, sender);
  rehearsals.manners.paceMs = Math.max(0, paceMs - (performance.now() - begunAt));
  rehearsals.pool ??= createMailPool(openToNobody);
  await rehearsals.pool.send(envelope, mail, AbortSignal.timeout(timeoutMs));
}

/** Rehearsals from now on go in as many packets as mails to a server that can this. */
export function imitateServer(abilities: readonly string[]): void {
  const pipelines = abilities.some((line) => /^PIPELINING$/i.test(line));
  if (pipelines === rehearsals.manners.pipelines) return;
  rehearsals.manners.pipelines = pipelines;
  rehearsals.pool?.close();
  rehearsals.pool = null;
}

async function openToNobody(signal: AbortSignal) {
  const { default: Connection } = await import('nodemailer/lib/smtp-connection');
  const { near, far } = await openOwnLine();
  serveNobody(far, () => rehearsals.manners);
  const connection = new Connection({ connection: near, ignoreTLS: true, socketTimeout: timeoutMs });
  await begin(connection, signal, (ready) => ready());
  return connection;
}
