import { setTimeout as wait } from 'node:timers/promises';
import type { Transporter } from 'nodemailer';
import type { Sender } from '@/lib/config/smtp-settings';
import type { RenderedMessage } from '../messages/rendered-message';
import { composeMail } from './compose-mail';
import { exchangeWithOurselves } from './own-line';

let carrier: Promise<Transporter> | undefined;

const command = Buffer.from('MAIL FROM:<somebody@mail.example>\r\n');

/**
 * Puts a mail together, has nodemailer carry it nowhere, and sends as many bytes to ourselves as go to a mail server, in as many
 * exchanges: what a mail costs, for the rehearsals of decoys (rehearse-delivery.ts).
 * @param paceMs how long a real one takes; the exchanges are spread over it
 */
export async function rehearseMail(message: RenderedMessage, sender: Sender, paceMs: number): Promise<void> {
  const begunAt = performance.now();
  carrier ??= import('nodemailer').then(({ createTransport }) =>
    createTransport({ streamTransport: true, buffer: true }),
  );
  const envelope = { from: sender.address, to: [message.to] };
  const { message: mail } = await (await carrier).sendMail({ envelope, raw: composeMail(message, sender) });
  const exchanges: Buffer[] = [command, command, command, mail, command];
  for (const [index, bytes] of exchanges.entries()) {
    await exchangeWithOurselves(bytes);
    const early = begunAt + (paceMs * (index + 1)) / exchanges.length - performance.now();
    // Where the other side would think.
    if (early > 0.3) await wait(early, undefined, { ref: false });
  }
}
