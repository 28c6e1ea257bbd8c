import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { withAppDatabase } from './app-database';
import { prismaEnvironment, projectDir, SetupError } from './prepare.mjs';

const DEFAULT_PORT = 5555;

export async function run(): Promise<number> {
  const port = readPort();
  return withAppDatabase(async (url) => {
    const cli = join(projectDir, 'node_modules/prisma/build/index.js');
    const preload = pathToFileURL(join(projectDir, 'scripts/studio-errors.mjs')).href;
    const options = ['studio', '--port', String(port), '--browser', 'none'];
    const child = spawn(process.execPath, ['--import', preload, cli, ...options], {
      cwd: projectDir,
      env: { ...process.env, ...prismaEnvironment, DATABASE_URL: url, BROWSER: 'none' },
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    // A Ctrl-C reaches Studio by itself; this process stays until the embedded PostgreSQL is left in good order.
    process.on('SIGINT', () => {});
    for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill('SIGTERM'));
    console.log(`\nPrisma Studio: http://localhost:${port} (Ctrl-C ends it)`);
    const [code, signal] = await once(child, 'exit');
    return signal || code === 130 ? 0 : code;
  });
}

function readPort(): number {
  const typed = process.env.STUDIO_PORT?.trim();
  if (!typed) return DEFAULT_PORT;
  if (!/^\d+$/.test(typed))
    throw new SetupError(`STUDIO_PORT is "${typed}". Write a number such as ${DEFAULT_PORT}.`);
  return Number(typed);
}
