import type { Transporter } from 'nodemailer';
import type { RenderedMessage } from '../messages/rendered-message';
import { mailParts } from './mail-parts';

let composer: Promise<Transporter> | undefined;

/** Puts a mail together as it would go over the line, and throws it away: what decoys cost (rehearse-delivery.ts). */
export async function composeMail(
  message: Pick<RenderedMessage, 'subject' | 'text' | 'html' | 'logo'>,
  from: string,
): Promise<void> {
  composer ??= import('nodemailer').then(({ createTransport }) =>
    createTransport({ streamTransport: true, buffer: true }),
  );
  await (await composer).sendMail({ from, to: from, ...mailParts(message) });
}
