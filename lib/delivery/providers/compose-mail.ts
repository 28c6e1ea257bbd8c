import type { Transporter } from 'nodemailer';

let composer: Promise<Transporter> | undefined;

/** Puts a mail together as it would go over the line, and throws it away: what decoys cost (rehearse-delivery.ts). */
export async function composeMail(
  { subject, text, html }: { subject: string; text: string; html: string | null },
  from: string,
): Promise<void> {
  composer ??= import('nodemailer').then(({ createTransport }) =>
    createTransport({ streamTransport: true, buffer: true }),
  );
  await (await composer).sendMail({ from, to: from, subject, text, html: html ?? undefined });
}
