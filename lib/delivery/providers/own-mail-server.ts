import type { Socket } from 'node:net';

/** What nobody's mail server imitates of the real one. */
export interface MailManners {
  /** Takes several commands in one packet (RFC 2920): the whole envelope in one exchange. */
  pipelines: boolean;
  /** Milliseconds that it spreads over a mail's exchanges. */
  paceMs: number;
}

/**
 * A mail server of this process that takes mails to nobody and throws them away, one after the other over one line. Reads of a
 * mail only where it ends.
 */
export function serveNobody(line: Socket, manners: () => MailManners): void {
  const { pipelines } = manners();
  const exchanges = pipelines ? 2 : 4;
  let done = 0;
  let begunAt = 0;
  let inMail = false;
  let tail = '';

  /** Answers at the time at which the real one would. */
  function answer(words: string): void {
    if (done === 0) begunAt = performance.now();
    done += 1;
    const early = begunAt + (manners().paceMs * done) / exchanges - performance.now();
    if (done === exchanges) done = 0;
    // A timer would be later than that.
    if (early > 0.3) setTimeout(() => line.write(words), early).unref();
    else line.write(words);
  }

  line.on('data', (chunk: Buffer) => {
    if (inMail) {
      // The mark may come in two pieces.
      tail = (tail + chunk.toString('latin1', Math.max(0, chunk.length - 5))).slice(-5);
      if (tail !== '\r\n.\r\n') return;
      inMail = false;
      tail = '';
      return answer('250 2.0.0 taken\r\n');
    }
    const commands = chunk.toString('latin1');
    if (commands.startsWith('EHLO'))
      return void line.write(`250-nobody\r\n250 ${pipelines ? 'PIPELINING' : 'SIZE'}\r\n`);
    if (commands.startsWith('QUIT')) return void line.end('221 2.0.0 bye\r\n');
    inMail = commands.includes('DATA\r\n');
    const before = commands.startsWith('MAIL') && inMail ? '250 2.1.0 ok\r\n250 2.1.5 ok\r\n' : '';
    answer(`${before}${inMail ? '354 go on' : '250 2.1.0 ok'}\r\n`);
  });
  line.write('220 nobody ESMTP\r\n');
}
