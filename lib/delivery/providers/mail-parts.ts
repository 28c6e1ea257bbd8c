import type { RenderedMessage } from '../messages/rendered-message';

/** What a mail says, as nodemailer takes it: two bodies, and the picture that belongs to the second. */
export function mailParts({
  subject,
  text,
  html,
  logo,
}: Pick<RenderedMessage, 'subject' | 'text' | 'html' | 'logo'>) {
  return {
    subject,
    text,
    html: html ?? undefined,
    attachments: logo && [
      {
        filename: 'logo.png',
        cid: logo.cid,
        contentType: logo.type,
        content: logo.content,
        contentDisposition: 'inline' as const,
      },
    ],
  };
}
