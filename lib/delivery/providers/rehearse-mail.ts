import type { Transporter } from 'nodemailer';
import type { Sender } from '@/lib/config/smtp-settings';
import type { RenderedMessage } from '../messages/rendered-message';
import { composeMail } from './compose-mail';

let carrier: Promise<Transporter> | undefined;

/**
 * Puts a mail together and has nodemailer carry it nowhere: what a mail costs besides its connection, for the rehearsals of
 * decoys (rehearse-delivery.ts).
 */
export async function rehearseMail(message: RenderedMessage, sender: Sender): Promise<void> {
  carrier ??= import('nodemailer').then(({ createTransport }) =>
    createTransport({ streamTransport: true, buffer: true }),
  );
  const envelope = { from: sender.address, to: [message.to] };
  await (await carrier).sendMail({ envelope, raw: composeMail(message, sender) });
}
