import { DeliveryError, type FailureKind, redact } from '../delivery-error';

/**
 * Refusals that servers tell by words under codes that mean other things elsewhere. Forms of Postfix ("Relay access denied",
 * "Sender address rejected"), Exim ("relay not permitted"), Exchange ("Unable to relay", "permissions to send as"), Amazon SES
 * (https://docs.aws.amazon.com/ses/latest/dg/troubleshoot-smtp.html: "Throttling failure", "Email address is not verified") and
 * SendGrid ("Sender Identity", "Maximum credits exceeded"). First match wins; the sentence is the remedy. Each form has a
 * space in it: the replies quote addresses, and nobody is to write one that makes the server look throttled.
 */
const phrases: readonly [form: RegExp, FailureKind, remedy: string][] = [
  [
    /relay(ing)? (access )?(denied|not permitted|not allowed|prohibited)|unable to relay|not permitted to relay/i,
    'auth_failed',
    'The server passes mail on only for those who log in. Check EMAIL_HOST; set EMAIL_USE_TLS=True, EMAIL_HOST_USER and EMAIL_HOST_PASSWORD.',
  ],
  [
    /sender address rejected|sender identity|permissions? to send as|not allowed to send (as|from)/i,
    'auth_failed',
    'The server does not let this account send from this address. Check DEFAULT_FROM_EMAIL, and that it is verified with the mail service.',
  ],
  [
    /email address is not verified/i,
    'rejected',
    'Sender and receiver have to be verified with the mail service in this region while the account is in its sandbox.',
  ],
  [
    /throttling failure|credits exceeded|(rate|quota|limit) exceeded|too many (messages|mails|emails|connections|recipients|logins?)/i,
    'rate_limited',
    'Too many mails for now, or the limit of the sending account is used up.',
  ],
];

/**
 * Replies of mail servers. Written against RFC 5321 §4.2 (replies), RFC 3463 with the register that IANA keeps of it
 * (enhanced codes), RFC 4954 §6 (AUTH) and Google's list of SMTP errors (https://support.google.com/a/answer/3726730).
 * First match wins; the sentence is the remedy. `auth `, `mail ` and `rcpt ` name what was refused.
 */
const replies: readonly [form: RegExp, FailureKind, remedy: string][] = [
  [
    /^(535|534)/,
    'auth_failed',
    'The server refuses the login. For Gmail: turn on 2-Step Verification, use the 16-character app password instead of your usual one, and check that EMAIL_HOST_USER is your Gmail address. For SendGrid EMAIL_HOST_USER is "apikey".',
  ],
  [
    /^(530|538|auth 50\d)/,
    'auth_failed',
    'SMTP AUTH is not supported by the server on this connection, or nobody logged in. Set EMAIL_USE_TLS=True, and EMAIL_HOST_USER and EMAIL_HOST_PASSWORD.',
  ],
  [/^(421|450|451|452|454) 4\.7\.0/, 'rate_limited', 'The server slows us down (too many logins or mails).'],
  [/^4\d\d 4\.(7\.28|2\.1|3\.2)$/, 'rate_limited', 'The server slows us down.'],
  // Not 530, and yet the same: exim and others refuse the recipient of a client that did not log in.
  [
    /^rcpt 55\d 5\.7\.0$/,
    'auth_failed',
    'The server wants a login first. Set EMAIL_USE_TLS=True (many offer a login only then), EMAIL_HOST_USER and EMAIL_HOST_PASSWORD.',
  ],
  [/ 5\.4\.5$/, 'rate_limited', 'The daily limit of the sending account is used up.'],
  [/^auth 5/, 'auth_failed', 'The server refuses the login. Check EMAIL_HOST_USER and EMAIL_HOST_PASSWORD.'],
  [/ 4\.2\.2$/, 'unavailable', 'The mailbox is full.'],
  [/ 5\.2\.2$/, 'rejected', 'The mailbox is full.'],
  [/ 5\.(1\.(1|2|3|6|10)|2\.1)$/, 'invalid_address', 'There is no such mailbox.'],
  [/^mail 5| 5\.1\.[78]$/, 'auth_failed', 'The server does not take this sender. Check DEFAULT_FROM_EMAIL.'],
  [
    / 5\.7\.(8|14|9)$/,
    'auth_failed',
    'The server refuses the login. Check EMAIL_HOST_USER and EMAIL_HOST_PASSWORD.',
  ],
  [
    /^5\d\d 5\.7\./,
    'rejected',
    'The server refuses this sender or text. Check DEFAULT_FROM_EMAIL and the SPF, DKIM and DMARC records of its domain.',
  ],
  [/^rcpt (550|551|553)$/, 'invalid_address', 'There is no such mailbox.'],
  [/^(\w+ )?5/, 'rejected', 'The server refuses this message for good.'],
  [/^(\w+ )?4/, 'unavailable', 'The server asks to try again later.'],
];

/** Failures without a reply, by nodemailer's code (its lib/errors). */
const faults: Readonly<Record<string, [FailureKind, remedy: string]>> = {
  ETIMEDOUT: [
    'timeout',
    'No answer in time. Check EMAIL_HOST and EMAIL_PORT, and that the firewall lets it out.',
  ],
  EABORT: [
    'timeout',
    'No answer in time. Check EMAIL_HOST and EMAIL_PORT, and that the firewall lets it out.',
  ],
  EDNS: [
    'unavailable',
    'The name EMAIL_HOST cannot be resolved. Check its spelling and the DNS of this machine.',
  ],
  ETLS: [
    'unavailable',
    'No encrypted connection. Port 587 wants EMAIL_USE_TLS=True, port 465 EMAIL_USE_SSL=True, a server without TLS EMAIL_USE_TLS=False, one with a private certificate EMAIL_CA_FILE.',
  ],
  EENVELOPE: ['invalid_address', 'The address cannot be written in an envelope.'],
};

/** nodemailer's name of the command that was refused. */
const stages: Readonly<Record<string, string>> = { 'MAIL FROM': 'mail ', 'RCPT TO': 'rcpt ' };

export interface SmtpFault extends Error {
  code?: string;
  response?: string;
  responseCode?: number;
  command?: string;
}

export function explainSmtp(error: SmtpFault, secrets: (string | null | undefined)[]): DeliveryError {
  const words = redact(error.response ?? error.message, secrets);
  const status = error.responseCode;
  if (status !== undefined && error.code !== 'ETLS') {
    const enhanced = /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})/.exec(error.response ?? '')?.[1];
    const vendorCode = enhanced ? `${status} ${enhanced}` : String(status);
    const stage = error.code === 'EAUTH' ? 'auth ' : (stages[error.command ?? ''] ?? '');
    const match =
      phrases.find(([form]) => form.test(error.response ?? '')) ??
      replies.find(([form]) => form.test(vendorCode) || (stage !== '' && form.test(stage + vendorCode)));
    const [, kind, remedy] = match ?? [
      null,
      'unavailable' as const,
      'The server gave an answer that is not understood.',
    ];
    // A mailbox that the server itself names unknown: asking again would cost the sender its good name.
    const suppress = kind === 'invalid_address' && enhanced?.startsWith('5.') ? 'bounced' : null;
    return new DeliveryError(kind, { vendorCode, detail: `${remedy} (${words})`, suppress });
  }
  const certificate = /certificate|altnames|self.signed|wrong version number|SSL/i.test(error.message);
  const [kind, remedy] = faults[certificate ? 'ETLS' : (error.code ?? '')] ?? [
    'unavailable',
    'No connection to the server. Check EMAIL_HOST and EMAIL_PORT.',
  ];
  return new DeliveryError(kind, { vendorCode: error.code ?? null, detail: `${remedy} (${words})` });
}
