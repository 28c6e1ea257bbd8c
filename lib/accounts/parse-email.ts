import { domainToASCII } from 'node:url';
import { fail, ok, type Result } from '@/lib/result';

export type EmailProblem = 'email_malformed' | 'email_lookalike' | 'email_too_long';

/** What SMTP carries (RFC 5321, 4.5.3.1.3), and what the column takes. */
const longestEmail = 254;

/**
 * An e-mail address as the table stores it: the SQL function latchkey_email does the same folding, and a test compares
 * the two. Only A to Z fold, because other letters could fold into somebody else's address (U+212A becomes "k").
 */
export function parseEmail(typed: string): Result<string, EmailProblem> {
  const address = typed.replace(/^[ \t\r\n\u00A0]+|[ \t\r\n\u00A0]+$/g, '');
  if (address.length > 2 * longestEmail) return fail('email_too_long');
  if (address !== address.normalize('NFKC')) return fail('email_lookalike');
  const folded = address.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  // One recipient: no character that separates, quotes, comments or routes, nothing invisible, no control character.
  const parts = /^([^\s\p{C}"(),:;<>@[\\\]]+)@([^\s\p{C}"(),:;<>@[\\\]]+)$/u.exec(folded);
  if (!parts) return fail('email_malformed');
  const [, local, domain] = parts as unknown as [string, string, string];
  // An ASCII domain is left as it is: the URL rules would read 127.1 as an IPv4 address.
  const asciiDomain = /^[\x21-\x7E]+$/.test(domain) ? domain : domainToASCII(domain);
  const labels = asciiDomain.split('.');
  const wellFormed = labels.every((label) => /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/.test(label));
  if (!wellFormed || /^\.|\.$|\.\./.test(local)) return fail('email_malformed');
  const complete = `${local}@${asciiDomain}`;
  return [...complete].length > longestEmail ? fail('email_too_long') : ok(complete);
}
