import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Client } from 'pg';
import { pickFreePort } from './postmaster';
import { installPackage } from './test-package';

export interface Pooler {
  /** The database by way of it. */
  url: string;
  close(): Promise<void>;
}

const program = '/usr/sbin/pgbouncer';
/** Debian's `nobody`: PgBouncer does not run as root. */
const nobody = 65534;

/** A real PgBouncer before a database, installed where it may be. @returns a word about why not, where there is none */
export async function startPooler(
  databaseUrl: string,
  mode: 'session' | 'transaction',
): Promise<Pooler | string> {
  if (!existsSync(program)) {
    const failure = await installPackage('pgbouncer');
    if (failure) return failure;
  }
  const url = new URL(databaseUrl);
  const behind = url.port;
  url.port = String(await pickFreePort());
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-pgbouncer-'));
  const users = join(folder, 'users');
  const settings = join(folder, 'settings.ini');
  writeFileSync(users, `"${url.username}" "${url.password}"\n`);
  writeFileSync(
    settings,
    `[databases]
* = host=127.0.0.1 port=${behind}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${url.port}
unix_socket_dir =
auth_type = plain
auth_file = ${users}
pool_mode = ${mode}
`,
  );
  const asRoot = process.getuid?.() === 0;
  if (asRoot) for (const path of [folder, users, settings]) chownSync(path, nobody, nobody);
  const child = spawn(program, ['-q', settings], {
    cwd: folder,
    stdio: 'ignore',
    ...(asRoot ? { uid: nobody, gid: nobody } : {}),
  });
  const ended = once(child, 'exit');
  await untilAnswers(url.href, () => child.exitCode !== null);
  return {
    url: url.href,
    close: async () => {
      child.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function untilAnswers(url: string, hasEnded: () => boolean): Promise<void> {
  for (;;) {
    if (hasEnded()) throw new Error('PgBouncer did not start.');
    const client = new Client({ connectionString: url });
    const answers = await client.connect().then(
      () => true,
      () => false,
    );
    await client.end().catch(() => {});
    if (answers) return;
    await wait(50);
  }
}
