import type SMTPConnection from 'nodemailer/lib/smtp-connection';
import { OneMail } from './one-mail';
import type { SmtpFault } from './smtp-errors';

interface Envelope {
  from: string;
  to: string;
}

export interface MailPool {
  /**
   * Gives a mail to the server. Resolves when the server has taken it, with what it said that it can (its lines after EHLO).
   * @throws SmtpFault; where the connection broke within the mail, nobody knows whether the server took it
   */
  send(envelope: Envelope, mail: Buffer, signal: AbortSignal): Promise<readonly string[]>;
  /** Idle connections are closed at once, others after their mail. */
  close(): void;
}

/** Gmail allows about ten at once. */
const maxConnections = 10;
const maxMails = 1_000;
/** Below the connection's own timeout (smtp-connection.ts): it is we who end it, and with a goodbye (RFC 5321, 4.1.1.10). */
const idleMs = 8_000;

interface Line {
  connection: SMTPConnection;
  mails: number;
  /** A mail was refused: the server has to forget its envelope before the next. */
  mustReset: boolean;
  ended: boolean;
  /** Tells whoever waits for a reply that none will come. */
  onEnd: () => void;
  idleTimer: NodeJS.Timeout | null;
}

const nobodyWaits = () => {};

/**
 * Connections that are used again. nodemailer's own pool takes three times as much of the processor for a mail that is put
 * together already (docs/decisions/064).
 */
export function createMailPool(open: (signal: AbortSignal) => Promise<SMTPConnection>): MailPool {
  const idle: Line[] = [];
  const waiting: (() => void)[] = [];
  let places = maxConnections;
  let closed = false;

  async function send(envelope: Envelope, bytes: Buffer, signal: AbortSignal): Promise<readonly string[]> {
    if (places > 0) places -= 1;
    else await waitForPlace(signal);
    let line: Line | undefined;
    try {
      line = idle.pop() ?? (await openLine(signal));
      const mail = new OneMail(bytes);
      try {
        return await converse(line, envelope, mail, signal);
      } catch (error) {
        // Servers close connections that were idle. What they have not seen a byte of goes over a new one, once.
        if (line.mails === 1 || mail.hasBegun || !isClosed(error as SmtpFault)) throw error;
        line.connection.close();
        line = await openLine(signal);
        return await converse(line, envelope, new OneMail(bytes), signal);
      }
    } catch (error) {
      throw signal.aborted ? fault('EABORT', 'The mail was given up.') : error;
    } finally {
      if (line?.mustReset) void reset(line).then(() => release(line));
      else release(line);
    }
  }

  async function openLine(signal: AbortSignal): Promise<Line> {
    if (closed) throw fault('ECONNECTION', 'The connections to this server were closed.');
    const connection = await open(signal);
    const line: Line = {
      ...{ connection, mails: 0, mustReset: false, ended: false, onEnd: nobodyWaits, idleTimer: null },
    };
    connection.once('end', () => {
      line.ended = true;
      const index = idle.indexOf(line);
      if (index >= 0) idle.splice(index, 1);
      if (line.idleTimer) clearTimeout(line.idleTimer);
      line.onEnd();
    });
    return line;
  }

  /** Ends a turn: keeps the line for the next mail where it is good for one, and lets the next in. */
  function release(line: Line | undefined): void {
    if (line && !line.ended) {
      if (closed) line.connection.close();
      else if (line.mails >= maxMails) line.connection.quit();
      else keep(line);
    }
    const next = waiting.shift();
    if (next) next();
    else places += 1;
  }

  function keep(line: Line): void {
    idle.push(line);
    line.idleTimer ??= setTimeout(() => {
      const index = idle.indexOf(line);
      if (index < 0) return;
      idle.splice(index, 1);
      line.connection.quit();
    }, idleMs).unref();
    line.idleTimer.refresh();
  }

  function waitForPlace(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const begin = () => {
        signal.removeEventListener('abort', giveUp);
        resolve();
      };
      const giveUp = () => {
        waiting.splice(waiting.indexOf(begin), 1);
        reject(fault('EABORT', 'The mail was given up.'));
      };
      if (signal.aborted) return reject(fault('EABORT', 'The mail was given up.'));
      signal.addEventListener('abort', giveUp, { once: true });
      waiting.push(begin);
    });
  }

  return {
    send,
    close() {
      closed = true;
      for (const { connection } of [...idle]) connection.close();
    },
  };
}

/** One mail over a line. The line is closed where it is not known to be in order afterwards. */
function converse(line: Line, { from, to }: Envelope, mail: OneMail, signal: AbortSignal) {
  const { connection } = line;
  return new Promise<readonly string[]>((resolve, reject) => {
    const abort = () => connection.close();
    const fail = (error: SmtpFault) => {
      line.onEnd = nobodyWaits;
      signal.removeEventListener('abort', abort);
      line.mustReset = isRefusal(error) && !line.ended;
      if (!line.mustReset) connection.close();
      reject(error);
    };
    // A moment later: where nodemailer knows why it ended, it says so first.
    line.onEnd = () => queueMicrotask(() => fail(fault('ECONNECTION', 'The server closed the connection.')));
    signal.addEventListener('abort', abort, { once: true });
    if (signal.aborted) abort();
    line.mails += 1;
    connection.send({ from, to }, mail, (error, info) => {
      if (error) return fail(error);
      line.onEnd = nobodyWaits;
      signal.removeEventListener('abort', abort);
      resolve(info?.ehlo ?? []);
    });
  });
}

/** Makes the server forget an envelope that it refused a part of. The line is closed where it does not. */
function reset(line: Line): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      line.onEnd = nobodyWaits;
      line.mustReset = false;
      resolve();
    };
    line.onEnd = done;
    line.connection.reset((error) => {
      if (error) line.connection.close();
      done();
    });
  });
}

/** The server refused this mail, and goes on listening. */
const isRefusal = ({ code, responseCode }: SmtpFault) =>
  (code === 'EENVELOPE' || code === 'EMESSAGE') && responseCode !== 421;

const isClosed = ({ code, responseCode }: SmtpFault) =>
  responseCode === 421 || code === 'ECONNECTION' || code === 'ESOCKET';

function fault(code: string, words: string): SmtpFault {
  return Object.assign(new Error(words), { code });
}
