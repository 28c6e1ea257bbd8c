import type { Transporter } from 'nodemailer';
import type { SmtpSettings } from '@/lib/config/smtp-settings';
import { DeliveryError } from '../delivery-error';
import { composeMail, messageIdOf } from './compose-mail';
import { oneAddress } from './one-address';
import type { Provider } from './provider';
import { explainSmtp, type SmtpFault } from './smtp-errors';

const timeoutMs = 9_000;
const pools = new Map<SmtpSettings, Promise<Transporter>>();

/** Any mail server. Written against RFC 5321 (SMTP), RFC 3207 (STARTTLS) and RFC 4954 (AUTH). Failures: smtp-errors.ts. */
export const smtp: Provider = {
  id: 'smtp',
  channels: ['email'],
  async send(message, settings, signal) {
    const server = settings.smtp!;
    const sender = settings.sender!;
    if (!oneAddress.test(message.to)) {
      throw new DeliveryError('invalid_address', { detail: 'It is not one plain e-mail address.' });
    }
    try {
      const pool = await getPool(server);
      await pool.sendMail({
        // Said apart: nothing in the headers is parsed as another recipient.
        envelope: { from: sender.address, to: [message.to] },
        raw: composeMail(message, sender),
        signal,
      });
      return { providerMessageId: messageIdOf(message, sender), state: 'sent' };
    } catch (error) {
      throw explainSmtp(error as SmtpFault, [
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
      throw explainSmtp(error as SmtpFault, [login?.password, login?.user]);
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
