import { type AddressInfo, createServer, type Socket } from 'node:net';
import { readMail } from '@/lib/delivery/providers/stand-ins/read-mail';

export interface MailDrop {
  port: number;
  /** How long the server thinks before it accepts a message. */
  delayMs: number;
  /** The code in the next mail to this address. Ask before the mail can come. */
  codeFor(address: string): Promise<string>;
  close(): void;
}

/**
 * A mail server of the fewest words, so that the load costs as little as possible beside the servers that are measured. As most
 * do, it takes several commands in one packet (RFC 2920).
 */
export async function startMailDrop(): Promise<MailDrop> {
  const waiting = new Map<string, (code: string) => void>();
  const sockets = new Set<Socket>();
  const drop: MailDrop = {
    port: 0,
    delayMs: 0,
    codeFor: (address) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error(`no mail to ${address} within 30 s`)), 30_000);
        waiting.set(address, (code) => {
          clearTimeout(timer);
          resolve(code);
        });
      }),
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
  function deliver(raw: string, to: string): void {
    const code = /\b(\d{6})\b/.exec(readMail(raw, [to], false).text)?.[1];
    const take = waiting.get(to);
    // A notice has no code.
    if (!code || !take) return;
    waiting.delete(to);
    take(code);
  }
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    serve(socket, deliver, () => drop.delayMs);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  drop.port = (server.address() as AddressInfo).port;
  return drop;
}

function serve(socket: Socket, deliver: (raw: string, to: string) => void, delayMs: () => number): void {
  let buffer = '';
  let to = '';
  let inData = false;
  socket.setNoDelay(true);
  socket.setEncoding('utf8');
  socket.write('220 drop ESMTP\r\n');
  const accept = () => socket.writable && socket.write('250 taken\r\n');
  socket.on('data', (chunk: string) => {
    buffer += chunk;
    // The answers to one packet go in one.
    socket.cork();
    process.nextTick(() => socket.uncork());
    for (;;) {
      const end = inData ? buffer.indexOf('\r\n.\r\n') : buffer.indexOf('\r\n');
      if (end < 0) return;
      const line = buffer.slice(0, end);
      buffer = buffer.slice(end + (inData ? 5 : 2));
      if (inData) {
        inData = false;
        deliver(line, to);
        if (delayMs() > 0) setTimeout(accept, delayMs());
        else accept();
      } else if (/^DATA/i.test(line)) {
        inData = true;
        socket.write('354 go on\r\n');
      } else if (/^EHLO/i.test(line)) {
        socket.write('250-drop\r\n250 PIPELINING\r\n');
      } else if (/^QUIT/i.test(line)) {
        socket.end('221 bye\r\n');
      } else {
        to = /^RCPT TO:<([^>]*)>/i.exec(line)?.[1] ?? to;
        socket.write('250 fine\r\n');
      }
    }
  });
}
