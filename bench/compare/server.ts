import { spawn } from 'node:child_process';
import { mkdirSync, openSync } from 'node:fs';
import { projectDir } from '@/e2e/fixtures/run';
import { pickFreePort } from '@/lib/db/postmaster';

export interface Server {
  url: string;
  pid: number;
  /** From the start of the process to the first answer. */
  startedMs: number;
  /** Waits until another path answers 200. @returns milliseconds since the start of the process */
  until(path: string): Promise<number>;
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
  const until = async (path: string) => {
    for (;;) {
      const isReady = await fetch(url + path).then(
        ({ ok }) => ok,
        () => false,
      );
      if (isReady) return performance.now() - began;
      if (child.exitCode !== null || performance.now() - began > 60_000) {
        child.kill('SIGKILL');
        throw new Error(`${name} did not start, see test-results/bench-${name}.log`);
      }
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };
  const startedMs = await until(readyPath);
  return {
    url,
    pid: child.pid!,
    startedMs,
    until,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}
