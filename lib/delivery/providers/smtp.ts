import type { SmtpSettings } from '@/lib/config/smtp-settings';
import { DeliveryError } from '../delivery-error';
import { composeMail, messageIdOf, toAsciiDomain } from './compose-mail';
import { oneAddress } from './one-address';
import type { Provider } from './provider';
import { imitateServer } from './rehearse-mail';
import { openSmtp } from './smtp-connection';
import { explainSmtp, type SmtpFault } from './smtp-errors';
import { createMailPool, type MailPool } from './smtp-pool';

const pools = new Map<SmtpSettings, MailPool>();

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
      // Said apart: nothing in the headers is parsed as another recipient.
      const envelope = { from: toAsciiDomain(sender.address), to: toAsciiDomain(message.to) };
      imitateServer(await getPool(server).send(envelope, composeMail(message, sender), signal));
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
    try {
      const connection = await openSmtp(server, signal, true);
      connection.quit();
    } catch (error) {
      throw explainSmtp(error as SmtpFault, [login?.password, login?.user]);
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
    for (const pool of pools.values()) pool.close();
    pools.clear();
  },
};

function getPool(server: SmtpSettings): MailPool {
  let pool = pools.get(server);
  if (!pool) {
    pool = createMailPool((signal) => openSmtp(server, signal));
    pools.set(server, pool);
  }
  return pool;
}
