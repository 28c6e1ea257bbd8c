import { createServer, type Socket } from 'node:net';
import { type ReceivedMail, readMail } from '@/lib/delivery/providers/stand-ins/read-mail';

/** Where a conversation with a mail server can break. `after` is past the final dot: the mail is taken, the reply is not sent. */
export const mailStages = ['banner', 'EHLO', 'AUTH', 'MAIL', 'RCPT', 'DATA', 'dot', 'after'] as const;
export type MailStage = (typeof mailStages)[number];

export interface MailFault {
  stage: MailStage;
  /** A reply such as `421 4.3.2 closing down`; null: no reply, ever, on this connection. */
  reply: string | null;
  /** The connection is broken off instead. */
  drop?: boolean;
}

export interface FaultyMailServer {
  port: number;
  messages: ReceivedMail[];
  fault: MailFault | null;
  /** Before each reply. */
  delayMs: number;
  /** Ends the conversations there are: a fault before the first letter needs new ones. */
  hangUp(): void;
  /** Nothing listens from now on, or again. */
  setListening(listening: boolean): Promise<void>;
  close(): Promise<void>;
}

/** Plain SMTP over TCP, line by line, so that it can fail between any two lines. */
export async function startFaultyMailServer(): Promise<FaultyMailServer> {
  const messages: ReceivedMail[] = [];
  const sockets = new Set<Socket>();
  const listener = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
    converse(socket);
  });
  const listen = (port: number) =>
    new Promise<void>((resolve) => listener.listen(port, '127.0.0.1', () => resolve()));
  await listen(0);
  const { port } = listener.address() as { port: number };
  const stop = () =>
    new Promise<void>((resolve) => {
      for (const socket of sockets) socket.destroy();
      if (!listener.listening) return resolve();
      listener.close(() => resolve());
    });
  const server: FaultyMailServer = {
    port,
    messages,
    fault: null,
    delayMs: 0,
    hangUp: () => {
      for (const socket of sockets) socket.destroy();
    },
    setListening: (listening) => (listening ? listen(port) : stop()),
    close: stop,
  };

  function converse(socket: Socket): void {
    let buffered = '';
    let to: string[] = [];
    let inData = false;
    const say = (stage: MailStage, text: string) => {
      const fault = server.fault;
      if (fault?.stage === stage) {
        if (fault.drop) return void socket.destroy();
        if (fault.reply === null) return;
        text = fault.reply;
      }
      setTimeout(() => {
        if (socket.writable) socket.write(`${text}\r\n`);
      }, server.delayMs);
    };
    const take = (text: string) => {
      if (server.fault?.stage === 'dot') return say('dot', '');
      messages.push(readMail(text, to, false));
      say('after', '250 2.0.0 taken');
    };
    const hear = (line: string) => {
      const verb = line.slice(0, 4).toUpperCase();
      if (verb === 'EHLO') say('EHLO', '250-localhost\r\n250-AUTH PLAIN\r\n250 8BITMIME');
      else if (verb === 'AUTH') say('AUTH', '235 2.7.0 welcome');
      else if (verb === 'MAIL') say('MAIL', '250 2.1.0 ok');
      else if (verb === 'RCPT') {
        to.push(/<(.*?)>/.exec(line)?.[1] ?? '');
        say('RCPT', '250 2.1.5 ok');
      } else if (verb === 'DATA') {
        inData = server.fault?.stage !== 'DATA';
        say('DATA', '354 go on');
      } else if (verb === 'RSET') {
        to = [];
        socket.write('250 2.0.0 ok\r\n');
      } else if (verb === 'QUIT') socket.end('221 2.0.0 bye\r\n');
      else socket.write('250 2.0.0 ok\r\n');
    };
    socket.on('data', (chunk) => {
      buffered += chunk.toString('latin1');
      for (;;) {
        const end = buffered.indexOf(inData ? '\r\n.\r\n' : '\r\n');
        if (end < 0) return;
        const text = buffered.slice(0, end);
        buffered = buffered.slice(end + (inData ? 5 : 2));
        if (inData) {
          inData = false;
          take(text.replace(/^\.\./gm, '.'));
          to = [];
        } else hear(text);
      }
    });
    say('banner', '220 localhost ESMTP');
  }
  return server;
}
