import { EventEmitter } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { localhostCertificate, localhostKey } from './localhost-certificate';
import { type ReceivedMail, readMail } from './read-mail';

export interface SmtpSinkOptions {
  port?: number;
  /** `starttls` offers the upgrade, `implicit` speaks TLS from the first byte, `none` knows no TLS. */
  tls?: 'none' | 'starttls' | 'implicit';
  /** A login that is demanded. As real servers do, AUTH is offered on encrypted connections only. */
  login?: { user: string; password: string };
  /** Replies to a recipient or a login, such as `550 5.1.1 unknown user`; null: as usual. */
  refuse?: (stage: 'mail' | 'rcpt' | 'data' | 'auth', address: string) => string | null;
  /** How long it thinks about each message. */
  delayMs?: () => number;
}

export interface SmtpSink {
  port: number;
  /** In order of arrival. */
  messages: ReceivedMail[];
  /** The next message to the address that nobody waited for yet. */
  waitFor(address: string, timeoutMs?: number): Promise<ReceivedMail>;
  close(): Promise<void>;
}

/** A mail server that keeps what it gets: real SMTP over TCP. */
export async function startSmtpSink(options: SmtpSinkOptions = {}): Promise<SmtpSink> {
  const messages: ReceivedMail[] = [];
  const taken = new Set<ReceivedMail>();
  const arrivals = new EventEmitter().setMaxListeners(0);
  const server = new SMTPServer(
    serverOptions(options, (mail) => {
      messages.push(mail);
      arrivals.emit('mail');
    }),
  );
  server.on('error', () => {});
  await new Promise<void>((resolve, reject) => {
    server.server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });

  function take(address: string): ReceivedMail | undefined {
    const mail = messages.find((one) => one.to.includes(address) && !taken.has(one));
    if (mail) taken.add(mail);
    return mail;
  }

  return {
    port: (server.server.address() as AddressInfo).port,
    messages,
    waitFor: (address, timeoutMs = 10_000) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          arrivals.off('mail', look);
          reject(new Error(`no mail to ${address} within ${timeoutMs} ms`));
        }, timeoutMs);
        function look() {
          const mail = take(address);
          if (!mail) return;
          clearTimeout(timer);
          arrivals.off('mail', look);
          resolve(mail);
        }
        arrivals.on('mail', look);
        look();
      }),
    close: () =>
      new Promise((resolve) => {
        for (const connection of server.connections) connection.close();
        server.close(() => resolve());
      }),
  };
}

function serverOptions(options: SmtpSinkOptions, keep: (mail: ReceivedMail) => void): SMTPServerOptions {
  const { tls = 'none', login, refuse = () => null, delayMs = () => 0 } = options;
  return {
    secure: tls === 'implicit',
    key: localhostKey,
    cert: localhostCertificate,
    // AUTH is offered after STARTTLS only (allowInsecureAuth is off), as Gmail does.
    disabledCommands: [...(tls === 'none' ? ['STARTTLS'] : []), ...(login ? [] : ['AUTH'])],
    authOptional: !login,
    logger: false,
    closeTimeout: 200,
    onAuth: ({ username, password }, _, done) => {
      const reply = refuse('auth', username ?? '');
      if (reply) return done(failure(reply));
      if (username === login?.user && password === login?.password) return done(null, { user: username });
      done(failure('535 5.7.8 Username and Password not accepted. For more information, go to support'));
    },
    onMailFrom: ({ address }, _, done) => done(failure(refuse('mail', address))),
    onRcptTo: ({ address }, _, done) => done(failure(refuse('rcpt', address))),
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const to = session.envelope.rcptTo.map(({ address }) => address);
        const reply = refuse('data', to[0] ?? '');
        if (!reply) keep(readMail(Buffer.concat(chunks).toString('utf8'), to, session.secure));
        setTimeout(() => done(failure(reply)), delayMs());
      });
    },
  };
}

function failure(reply: string | null): Error | null {
  if (reply === null) return null;
  return Object.assign(new Error(reply.slice(4)), { responseCode: Number(reply.slice(0, 3)) });
}
