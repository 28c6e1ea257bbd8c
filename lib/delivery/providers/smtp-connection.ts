import type SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { SmtpSettings } from '@/lib/config/smtp-settings';

export const timeoutMs = 9_000;

/**
 * A conversation with a mail server that is ready for mails: connected, encrypted and logged in as the settings say.
 * nodemailer holds it: TLS, logins, replies, the dots at line starts, several commands in one packet where the server takes
 * that (RFC 2920).
 * @param forceAuth log in even where the server offers no login
 * @throws SmtpFault
 */
export async function openSmtp(
  server: SmtpSettings,
  signal: AbortSignal,
  forceAuth = false,
): Promise<SMTPConnection> {
  const { default: Connection } = await import('nodemailer/lib/smtp-connection');
  const { encryption, certificateAuthority, login } = server;
  const connection = new Connection({
    host: server.host,
    port: server.port,
    secure: encryption === 'implicit',
    requireTLS: encryption === 'starttls',
    ignoreTLS: encryption === 'none',
    tls: certificateAuthority ? { ca: certificateAuthority } : undefined,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    dnsTimeout: timeoutMs,
  });
  await begin(connection, signal, (ready, fail) => {
    if (!login || !(connection.allowsAuth || forceAuth)) return ready();
    const credentials = { user: login.user, pass: login.password };
    connection.login({ user: login.user, credentials }, (error) => (error ? fail(error) : ready()));
  });
  return connection;
}

/** Waits for the server's greeting, and for what is to be said then. Closes the connection where that fails. */
export async function begin(
  connection: SMTPConnection,
  signal: AbortSignal,
  afterGreeting: (ready: () => void, fail: (error: Error) => void) => void,
): Promise<void> {
  const abort = () => connection.close();
  signal.addEventListener('abort', abort);
  try {
    await new Promise<void>((ready, fail) => {
      // Stays: an error that nobody hears would end the process. Later ones are told to who sends, too.
      connection.on('error', fail);
      connection.once('end', () => fail(new Error('The connection was closed.')));
      if (signal.aborted) return connection.close();
      connection.connect((error) => (error ? fail(error) : afterGreeting(ready, fail)));
    });
  } catch (error) {
    connection.close();
    throw error;
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
