import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { pickFreePort } from './postmaster';
import { installPackage } from './test-package';

const run = promisify(execFile);

export interface RedisServer {
  port: number;
  url: string;
  /** One command by redis-cli; its answer as text. */
  command(...words: string[]): Promise<string>;
  stop(): Promise<void>;
  start(): Promise<void>;
  /** It keeps its connections, and answers nothing. */
  freeze(): void;
  thaw(): void;
  close(): Promise<void>;
}

const isHere = () => ['/usr/bin', '/usr/local/bin'].some((folder) => existsSync(`${folder}/redis-server`));

/** A real Redis, installed where it may be. @returns a word about why not, where there is none */
export async function startRedis(...settings: string[]): Promise<RedisServer | string> {
  if (!isHere()) {
    const failure = await installPackage('redis-server');
    if (failure) return failure;
  }
  return startRedisServer(await pickFreePort(), settings);
}

/** Without a look at whether there is one. `settings` are words of its command line. */
export async function startRedisServer(port: number, settings: readonly string[]): Promise<RedisServer> {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-redis-'));
  let child: ChildProcess | null = null;
  const command = async (...words: string[]) =>
    (await run('redis-cli', ['-p', String(port), ...words], { timeout: 5_000 })).stdout.trim();
  const start = async () => {
    const words = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', '', ...settings];
    child = spawn('redis-server', words, { stdio: 'ignore' });
    await untilAnswers(child, command);
  };
  const stop = async () => {
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child?.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
  };
  await start();
  return {
    port,
    url: `redis://127.0.0.1:${port}`,
    command,
    start,
    stop,
    freeze: () => child?.kill('SIGSTOP'),
    thaw: () => child?.kill('SIGCONT'),
    close: async () => {
      await stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A sentinel in a folder of its own, which alone decides that a master is down after a second. */
export async function startSentinel(
  masterPort: number,
): Promise<Pick<RedisServer, 'port' | 'command' | 'close'>> {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-sentinel-'));
  const file = join(folder, 'sentinel.conf');
  const lines = [
    `sentinel monitor mymaster 127.0.0.1 ${masterPort} 1`,
    'sentinel down-after-milliseconds mymaster 1000',
    'sentinel failover-timeout mymaster 5000',
  ];
  writeFileSync(file, `${lines.join('\n')}\n`);
  const port = await pickFreePort();
  const child = spawn('redis-server', [file, '--sentinel', '--port', String(port), '--bind', '127.0.0.1'], {
    cwd: folder,
    stdio: 'ignore',
  });
  const command = async (...words: string[]) =>
    (await run('redis-cli', ['-p', String(port), ...words], { timeout: 5_000 })).stdout.trim();
  await untilAnswers(child, command);
  return {
    port,
    command,
    close: async () => {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGKILL');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function untilAnswers(
  child: ChildProcess,
  command: (...words: string[]) => Promise<string>,
): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`redis-server ended with ${child.exitCode}`);
    const answer = await command('PING').catch(() => '');
    if (answer === 'PONG' || answer.startsWith('NOAUTH')) return;
    await wait(50);
  }
}
