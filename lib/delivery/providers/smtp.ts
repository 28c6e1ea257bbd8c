import type { Transporter } from 'nodemailer';
import type { SmtpSettings } from '@/lib/config/smtp-settings';
import { DeliveryError, type FailureKind, redact } from '../delivery-error';
import { oneAddress } from './one-address';
import type { Provider } from './provider';

/**
 * Any mail server. Written against RFC 5321 §4.2 (replies), RFC 3463 (enhanced codes), RFC 4954 §6 (AUTH) and Google's
 * list of SMTP errors (https://support.google.com/a/answer/3726730). First match wins; the sentence is the remedy.
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
  [/ 5\.(1\.(1|2|3|6|10)|2\.1)$/, 'invalid_address', 'There is no such mailbox.'],
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

const timeoutMs = 9_000;
const pools = new Map<SmtpSettings, Promise<Transporter>>();

export const smtp: Provider = {
  id: 'smtp',
  channels: ['email'],
  async send(message, settings, signal) {
    const server = settings.smtp!;
    const { name, address } = settings.sender!;
    if (!oneAddress.test(message.to)) {
      throw new DeliveryError('invalid_address', { detail: 'It is not one plain e-mail address.' });
    }
    try {
      const pool = await getPool(server);
      const info = await pool.sendMail({
        // Objects, never "Name <address>" strings: nothing in them is parsed as another recipient.
        from: { name: name ?? message.appName, address },
        to: { name: '', address: message.to },
        envelope: { from: address, to: [message.to] },
        subject: message.subject,
        text: message.text,
        html: message.html ?? undefined,
        // The same at a retry, so that a mailbox that got it twice shows it once.
        messageId: `<${message.deliveryId}@${address.split('@')[1]}>`,
        headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
        disableFileAccess: true,
        disableUrlAccess: true,
        signal,
      });
      return { providerMessageId: info.messageId, state: 'sent' };
    } catch (error) {
      throw explain(error as SmtpFault, [
        message.code,
        message.to,
        server.login?.password,
        server.login?.user,
      ]);
    }
  },
  async probe(settings, signal) {
    const server = settings.smtp!;
    const { host, port, login, encryption } = server;
    // A login is made even where the server offers none: it would be left out silently, and mail refused later.
    const { createTransport } = await import('nodemailer');
    const connection = createTransport({ ...connectionOptions(server), forceAuth: login !== null });
    try {
      signal.addEventListener('abort', () => connection.close(), { once: true });
      await connection.verify();
    } catch (error) {
      throw explain(error as SmtpFault, [login?.password, login?.user]);
    } finally {
      connection.close();
    }
    const how = { implicit: 'over TLS', starttls: 'with STARTTLS', none: 'without encryption' }[encryption];
    return {
      text: `${host}:${port} answers ${how}${login ? ' and takes the login' : '; no login is set'}.`,
      ...(encryption === 'none' && !/^(localhost|127\.|::1$)/.test(host)
        ? { caution: 'Codes travel in clear to this server. Set EMAIL_USE_TLS=True.' }
        : {}),
    };
  },
  close() {
    for (const pool of pools.values()) void pool.then((one) => one.close());
    pools.clear();
  },
};

function getPool(server: SmtpSettings): Promise<Transporter> {
  let pool = pools.get(server);
  if (!pool) {
    pool = openPool(server);
    pools.set(server, pool);
  }
  return pool;
}

async function openPool(server: SmtpSettings): Promise<Transporter> {
  const { createTransport } = await import('nodemailer');
  return createTransport({
    ...connectionOptions(server),
    pool: true,
    // Gmail allows about ten at once.
    maxConnections: 10,
    maxMessages: 1_000,
    // The outbox retries, and knows when the code is dead.
    maxRequeues: 1,
  });
}

function connectionOptions(server: SmtpSettings) {
  return {
    host: server.host,
    port: server.port,
    secure: server.encryption === 'implicit',
    requireTLS: server.encryption === 'starttls',
    ignoreTLS: server.encryption === 'none',
    auth: server.login ? { user: server.login.user, pass: server.login.password } : undefined,
    tls: server.certificateAuthority ? { ca: server.certificateAuthority } : undefined,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    dnsTimeout: timeoutMs,
  };
}

interface SmtpFault extends Error {
  code?: string;
  response?: string;
  responseCode?: number;
  command?: string;
}

function explain(error: SmtpFault, secrets: (string | null | undefined)[]): DeliveryError {
  const words = redact(error.response ?? error.message, secrets);
  const status = error.responseCode;
  if (status !== undefined && error.code !== 'ETLS') {
    const enhanced = /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})/.exec(error.response ?? '')?.[1];
    const vendorCode = enhanced ? `${status} ${enhanced}` : String(status);
    const stage = error.code === 'EAUTH' ? 'auth ' : error.command === 'RCPT TO' ? 'rcpt ' : '';
    const match = replies.find(
      ([form]) => form.test(vendorCode) || (stage !== '' && form.test(stage + vendorCode)),
    );
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
