import type { Socket } from 'node:net';

/** What nobody's mail server imitates of the real one. */
export interface MailManners {
  /** Takes several commands in one packet (RFC 2920): the whole envelope. */
  pipelines: boolean;
  /** Milliseconds that it spreads over its answers to a mail. */
  paceMs: number;
}

/** To MAIL, RCPT, DATA and the mail. */
const answers = 4;

/**
 * A mail server of this process that takes mails to nobody and throws them away, one after the other over one line. Answers
 * command by command, as many servers do also where all came at once. Reads of a mail only where it ends.
 */
export function serveNobody(line: Socket, manners: () => MailManners): void {
  const { pipelines } = manners();
  let done = 0;
  let begunAt = 0;
  let inMail = false;
  let tail = '';

  /** Answers at the time at which the real one would. */
  function answer(words: string): void {
    if (done === 0) begunAt = performance.now();
    done += 1;
    const early = begunAt + (manners().paceMs * done) / answers - performance.now();
    if (done === answers) done = 0;
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
    for (const command of commands.split('\r\n')) {
      if (command === '') continue;
      inMail = command === 'DATA';
      answer(inMail ? '354 go on\r\n' : '250 2.1.0 ok\r\n');
    }
  });
  line.write('220 nobody ESMTP\r\n');
}
