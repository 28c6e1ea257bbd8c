import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { serverEnvironment } from '@/e2e/fixtures/server-environment';
import type { SmtpSink } from '@/lib/delivery/providers/stand-ins/smtp-sink';

export const mailEnvironment = (sink: SmtpSink) => ({
  ...{ EMAIL_HOST: '127.0.0.1', EMAIL_PORT: String(sink.port), EMAIL_USE_TLS: 'False' },
  DEFAULT_FROM_EMAIL: 'login@example.com',
});

/** Processes that send, for as long as `work` takes. */
export async function withWorkers(
  url: string,
  environment: Record<string, string>,
  count: number,
  work: () => Promise<void>,
): Promise<void> {
  const env = serverEnvironment({ DATABASE_URL: url, ...environment });
  const words = ['--import', 'tsx', 'bench/outbox/worker.ts'];
  const children: ChildProcess[] = Array.from({ length: count }, () =>
    spawn(process.execPath, words, { env, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] }),
  );
  try {
    await Promise.all(children.map((child) => once(child, 'message')));
    await work();
  } finally {
    for (const child of children) child.kill('SIGTERM');
    await Promise.all(children.map((child) => child.exitCode ?? once(child, 'exit')));
  }
}
