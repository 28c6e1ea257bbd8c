import { fork } from 'node:child_process';
import { once } from 'node:events';
import { type SmtpSink, startSmtpSink } from '@/lib/delivery/providers/stand-ins/smtp-sink';

/** How a mail server is: milliseconds that it thinks about each message, or every recipient refused for now. */
export interface MailState {
  delayMs: number;
  down: boolean;
}

export interface Mail {
  port: number;
  /** What has come; null where it came to another process. */
  sink: SmtpSink | null;
  set(state: MailState): void;
  close(): Promise<void>;
}

/** A mail server in this process. */
export async function startMail(): Promise<Mail & { sink: SmtpSink }> {
  const now: MailState = { delayMs: 0, down: false };
  const sink = await startSmtpSink({
    refuse: (stage) => (now.down && stage === 'rcpt' ? '421 4.3.2 closing down' : null),
    delayMs: () => now.delayMs,
  });
  return { port: sink.port, sink, set: (state) => Object.assign(now, state), close: () => sink.close() };
}

/** The same in a process of its own (mail-apart.ts). */
export async function startMailApart(): Promise<Mail> {
  const child = fork('e2e/attacks/mail-apart.ts', { execArgv: ['--import', 'tsx'] });
  const [port] = (await once(child, 'message')) as [number];
  const ended = once(child, 'exit');
  return {
    ...{ port, sink: null },
    set: (state) => void child.send(state),
    close: async () => {
      child.disconnect();
      await ended;
    },
  };
}
