import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { projectDir } from '../fixtures/run';
import { serverEnvironment } from '../fixtures/server-environment';

/** A server as `npm start` runs it, that may be killed and started again at the same port. */
export class Instance {
  readonly baseUrl: string;
  private child: ChildProcess | null = null;

  constructor(
    readonly port: number,
    private readonly settings: Record<string, string>,
    readonly logFile: string,
  ) {
    this.baseUrl = `http://localhost:${port}`;
  }

  /** Starts it; does not wait for anything. */
  launch(): void {
    const log = openSync(this.logFile, 'a');
    this.child = spawn(process.execPath, ['scripts/serve.mjs'], {
      cwd: projectDir,
      env: serverEnvironment({ PORT: String(this.port), ...this.settings }),
      stdio: ['ignore', log, log],
    });
    closeSync(log);
  }

  async start(timeoutMs = 60_000): Promise<void> {
    this.launch();
    const deadline = Date.now() + timeoutMs;
    while (Date.now() < deadline) {
      if (this.hasEnded()) break;
      if ((await ask(`${this.baseUrl}/api/ready`)) === 200) return;
      await wait(50);
    }
    throw new Error(`The server did not start:\n${readFileSync(this.logFile, 'utf8').slice(-2_000)}`);
  }

  get pid(): number {
    return this.child?.pid ?? 0;
  }

  hasEnded(): boolean {
    return !this.child || this.child.exitCode !== null || this.child.signalCode !== null;
  }

  /** The web processes. */
  workers(): number[] {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number)
      .filter((pid) => parentOf(pid) === this.pid && /web-worker/.test(commandOf(pid)));
  }

  /** @returns the exit code and how long it took. */
  async stop(): Promise<{ code: number | null; seconds: number }> {
    if (this.hasEnded()) return { code: this.child?.exitCode ?? null, seconds: 0 };
    const began = performance.now();
    const ended = once(this.child!, 'exit') as Promise<[number | null]>;
    this.child!.kill('SIGTERM');
    const timer = setTimeout(() => this.child!.kill('SIGKILL'), 25_000);
    const [code] = await ended;
    clearTimeout(timer);
    return { code, seconds: (performance.now() - began) / 1000 };
  }
}

/** The status of an address, 0 where there is no answer in time. */
export function ask(url: string, timeoutMs = 2_500): Promise<number> {
  // Raced: a signal alone may be collected before it fires, and a connection to a killed process waits for ever.
  const answer = fetch(url).then((response) => response.arrayBuffer().then(() => response.status));
  return Promise.race([answer.catch(() => 0), wait(timeoutMs, 0)]);
}

function parentOf(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')')).split(' ')[2]);
  } catch {
    return 0;
  }
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}
