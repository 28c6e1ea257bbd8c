import { domainToASCII } from 'node:url';
import type { Sender } from '@/lib/config/smtp-settings';
import type { MailLogo } from '../messages/mail-brand';
import type { RenderedMessage } from '../messages/rendered-message';
import { encodeWords, quotedPrintable, toBase64Lines } from './mail-encoding';

type Mail = Pick<RenderedMessage, 'deliveryId' | 'to' | 'appName' | 'subject' | 'text' | 'html' | 'logo'>;

// "=_" stands in no line of quoted-printable and of base64, so neither can end a part early (RFC 2045, 6.7); nor does it in what
// goes as it is.
const alternatives = 'alternatives=_latchkey';
const related = 'related=_latchkey';

/** What needs an encoding (RFC 2045, 2.7), white space at the end of a line, which a relay may take away, and what could be a boundary. */
const unplain = /[^\t\r\n\x20-\x7e]|\r(?!\n)|[\t ]\r\n|=_/;
/** RFC 5322, 2.1.1. */
const longestLine = 998;

/**
 * A mail as it goes over the line, in RFC 5322's form (MIME: RFC 2045 to 2049): two bodies, and the picture that belongs to
 * the second. nodemailer's own composer makes every part a stream, which cost more than all else that sending a mail does
 * (docs/decisions/062); it still carries what is made here.
 */
export function composeMail(mail: Mail, sender: Sender): Buffer {
  const { html, logo } = mail;
  const page = html === null ? null : textPart('html', toNumbers(html));
  const parts = [
    textPart('plain', mail.text),
    ...(page === null
      ? []
      : [logo ? multipart('related', related, [page, picturePart(logo)], '; type="text/html"') : page]),
  ];
  const head = [
    `From: ${formatName(sender.name ?? mail.appName)} <${toAsciiDomain(sender.address)}>`,
    `To: ${toAsciiDomain(mail.to)}`,
    `Subject: ${encodeWords(mail.subject, 'Subject: '.length)}`,
    `Message-ID: ${messageIdOf(mail, sender)}`,
    `Date: ${new Date().toUTCString().replace('GMT', '+0000')}`,
    'Auto-Submitted: auto-generated',
    'X-Auto-Response-Suppress: All',
    'MIME-Version: 1.0',
  ].join('\r\n');
  const body = parts.length === 1 ? parts[0]! : multipart('alternative', alternatives, parts);
  return Buffer.from(`${head}\r\n${body}`);
}

/** The same at a retry, so that a mailbox that got it twice shows it once. */
export function messageIdOf({ deliveryId }: Pick<Mail, 'deliveryId'>, { address }: Sender): string {
  return `<${deliveryId}@${toAsciiDomain(address).split('@')[1]}>`;
}

/** Each part begins with its header and ends with a line break. */
function multipart(kind: string, boundary: string, parts: readonly string[], more = ''): string {
  const inner = parts.map((part) => `--${boundary}\r\n${part}`).join('');
  return `Content-Type: multipart/${kind}; boundary="${boundary}"${more}\r\n\r\n${inner}--${boundary}--\r\n`;
}

function textPart(kind: 'plain' | 'html', text: string): string {
  const [encoding, body] = encodeText(text.replace(/\r?\n/g, '\r\n'));
  return `Content-Type: text/${kind}; charset=utf-8\r\nContent-Transfer-Encoding: ${encoding}\r\n\r\n${body}\r\n`;
}

/**
 * Letters with accents and typographic signs as HTML's numbers: a page in a language of Latin letters is ASCII then, and goes as
 * it is. Other scripts stay, where it would be longer than what it saves. (Not for style sheets, where ours has none of them.)
 */
function toNumbers(html: string): string {
  return html.replace(/[\u00a0-\u024f\u2000-\u206f]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** As it is where it can be; in base64 where quoted-printable would be longer: in scripts of which every letter takes nine signs there. */
function encodeText(text: string): [encoding: string, body: string] {
  const isShort = text.split('\r\n').every(({ length }) => length <= longestLine);
  if (isShort && !unplain.test(text)) return ['7bit', text];
  const bytes = Buffer.from(text);
  const quoted = quotedPrintable(bytes);
  return quoted.length * 3 <= bytes.length * 4 + 100
    ? ['quoted-printable', quoted]
    : ['base64', toBase64Lines(bytes)];
}

function picturePart({ cid, type, content }: MailLogo): string {
  return [
    `Content-Type: ${type}; name=logo.png`,
    'Content-Transfer-Encoding: base64',
    `Content-ID: <${cid}>`,
    'Content-Disposition: inline; filename=logo.png',
    '',
    toBase64Lines(content),
    '',
  ].join('\r\n');
}

/** A display name: plain, in quotes, or as encoded words, so that nothing in it is read as an address. */
function formatName(name: string): string {
  const clean = name.replace(/\p{C}+/gu, ' ').trim();
  if (/^[\w !#$%&'*+/=?^`{|}~-]*$/.test(clean) && !clean.includes('=?')) return clean;
  if (/^[\x20-\x7e]*$/.test(clean) && !clean.includes('=?')) return `"${clean.replace(/["\\]/g, '\\$&')}"`;
  return encodeWords(clean, 'From: '.length);
}

/** Mail servers know international domains by their ASCII form (RFC 5891). */
export function toAsciiDomain(address: string): string {
  const at = address.lastIndexOf('@');
  return `${address.slice(0, at)}@${domainToASCII(address.slice(at + 1)) || address.slice(at + 1)}`;
}
