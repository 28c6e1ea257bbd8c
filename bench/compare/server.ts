import { spawn } from 'node:child_process';
import { mkdirSync, openSync } from 'node:fs';
import { projectDir } from '@/e2e/fixtures/run';
import { pickFreePort } from '@/lib/db/postmaster';

export interface Server {
  url: string;
  pid: number;
  /** From the start of the process to the first answer. */
  startedMs: number;
  stop(): Promise<void>;
}

/** Starts a server with Node and waits until `readyPath` answers 200. */
export async function startServer(
  name: string,
  words: string[],
  readyPath: string,
  environment: (port: number) => NodeJS.ProcessEnv,
): Promise<Server> {
  mkdirSync('test-results', { recursive: true });
  const port = await pickFreePort();
  const url = `http://localhost:${port}`;
  const began = performance.now();
  const log = openSync(`test-results/bench-${name}.log`, 'a');
  const child = spawn(process.execPath, words, {
    cwd: projectDir,
    env: environment(port),
    stdio: ['ignore', log, log],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  for (;;) {
    const isReady = await fetch(url + readyPath).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isReady) break;
    if (child.exitCode !== null || performance.now() - began > 60_000) {
      child.kill('SIGKILL');
      throw new Error(`${name} did not start, see test-results/bench-${name}.log`);
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return {
    url,
    pid: child.pid!,
    startedMs: performance.now() - began,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}
