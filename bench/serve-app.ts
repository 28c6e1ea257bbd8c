import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, openSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { startRunDatabase } from '@/e2e/fixtures/database';
import { serverEnvironment } from '@/e2e/fixtures/server-environment';
import { pickFreePort } from '@/lib/db/postmaster';
import { type SmtpSink, startSmtpSink } from '@/lib/delivery/providers/stand-ins/smtp-sink';
import { buildForTests } from '@/scripts/build-for-tests';

export interface ServedApp {
  baseUrl: string;
  databaseUrl: string;
  /** Where its mails arrive. */
  sink: SmtpSink;
  pid: number;
  stop(): Promise<void>;
}

/** The production build, as `npm start` serves it, with a database and a mail server of its own. Ready for traffic. */
export async function serveApp(name: string, settings: Record<string, string>): Promise<ServedApp> {
  await buildForTests();
  mkdirSync('test-results', { recursive: true });
  const database = await startRunDatabase();
  const sink = await startSmtpSink();
  const port = await pickFreePort();
  const baseUrl = `http://localhost:${port}`;
  const server = spawn(process.execPath, ['scripts/serve.mjs'], {
    env: serverEnvironment({
      PORT: String(port),
      APP_URL: baseUrl,
      DATABASE_URL: database.url,
      EMAIL_HOST: '127.0.0.1',
      EMAIL_PORT: String(sink.port),
      EMAIL_USE_TLS: 'False',
      DEFAULT_FROM_EMAIL: 'login@example.com',
      ...settings,
    }),
    stdio: ['ignore', openSync(`test-results/${name}.log`, 'w'), 'inherit'],
  });
  const ended = once(server, 'exit');
  const stop = async () => {
    server.kill('SIGTERM');
    await ended;
    await sink.close();
    await database.stop();
  };
  try {
    await untilReady(`${baseUrl}/api/ready`);
  } catch (error) {
    await stop();
    throw error;
  }
  return { baseUrl, databaseUrl: database.url, sink, pid: server.pid!, stop };
}

async function untilReady(url: string): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    const isReady = await fetch(url).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isReady) return;
    await wait(100);
  }
  throw new Error('the server did not start');
}
