import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fingerprintSchema, isInstalled } from './fingerprint.mjs';

/** What has to be so before the first line of TypeScript can run; needs nothing but Node. */

export const projectDir = fileURLToPath(new URL('..', import.meta.url)).replace(/[\\/]$/, '');

// The paths of tsconfig.json hold from whatever folder a command is called.
process.env.TSX_TSCONFIG_PATH ??= join(projectDir, 'tsconfig.json');

/** An end with one sentence that says what to do, and no stack. */
export class SetupError extends Error {}

export function requireNodeVersion() {
  const wanted = JSON.parse(readFileSync(join(projectDir, 'package.json'), 'utf8')).engines.node;
  const [major, minor] = wanted.replace('>=', '').split('.').map(Number);
  const [myMajor, myMinor] = process.versions.node.split('.').map(Number);
  if (myMajor < major || (myMajor === major && myMinor < minor)) {
    throw new SetupError(`Latchkey needs Node ${major}.${minor} or newer, this is ${process.versions.node}.`);
  }
}

/** The real environment wins over .env.local, and that over .env. */
export function loadEnvironment() {
  for (const name of ['.env.local', '.env']) {
    try {
      process.loadEnvFile(join(projectDir, name));
    } catch (error) {
      if (error.code !== 'ENOENT') throw new SetupError(`${name} cannot be read: ${error.message}.`);
    }
  }
  process.env.NEXT_TELEMETRY_DISABLED = '1';
  process.env.CHECKPOINT_DISABLE = '1';
  process.env.PRISMA_HIDE_UPDATE_MESSAGE = '1';
}

/** Before the long steps: nobody likes to hear of a taken port after a minute. */
export async function requireFreePort() {
  const port = Number(process.env.PORT?.trim() || 3000);
  // A wrong PORT gets its own sentence where the settings are checked.
  if (!Number.isInteger(port) || port < 1 || port > 65535) return;
  for (const host of process.env.HOST ? [process.env.HOST] : ['127.0.0.1', '::1']) {
    const failure = await new Promise((resolve) => {
      const server = createServer();
      server.once('error', (error) => resolve(error.code));
      server.listen({ port, host }, () => server.close(() => resolve(null)));
    });
    if (failure === 'EADDRINUSE') {
      throw new SetupError(
        `Port ${port} is in use. Stop what listens there, or choose another: PORT=${port + 1} npm start`,
      );
    }
    if (failure === 'EACCES') {
      throw new SetupError(
        `Port ${port} is not allowed for this user. Choose one above 1023: PORT=3000 npm start`,
      );
    }
  }
}

/** Runs a step that may take long, with a line before and its time after. */
export async function step(title, work) {
  const began = performance.now();
  console.log(`… ${title}`);
  const result = await work();
  console.log(`✓ ${title} (${((performance.now() - began) / 1000).toFixed(1)} s)`);
  return result;
}

/** Runs a command to its end and returns its exit code; its output is shown unless `quiet`, then only after a failure. */
export function run(command, options, { env = {}, quiet = false } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, options, {
      cwd: projectDir,
      env: { ...process.env, ...env },
      stdio: ['ignore', quiet ? 'pipe' : 'inherit', quiet ? 'pipe' : 'inherit'],
    });
    // Whatever ends this process ends its step too.
    const end = () => child.kill();
    process.once('exit', end);
    const output = [];
    child.stdout?.on('data', (chunk) => output.push(chunk));
    child.stderr?.on('data', (chunk) => output.push(chunk));
    child.once('error', reject);
    child.once('close', (code, signal) => {
      process.off('exit', end);
      if (quiet && code !== 0) process.stderr.write(Buffer.concat(output));
      resolve(signal ? 1 : code);
    });
  });
}

export function runNpm(options) {
  const npm = process.env.npm_execpath;
  // Under `npm start` the very npm that runs this one.
  return npm
    ? run(process.execPath, [npm, ...options], { quiet: true })
    : run('npm', options, { quiet: true });
}

export async function installPackages({ development = false } = {}) {
  if (isInstalled(projectDir, { development })) return;
  await step('Installing packages', async () => {
    // Not `npm ci`: it throws away what fits already, and refuses a lock file that does not list the optional packages
    // of every other platform. The versions and hashes of the lock file hold here too; --no-save leaves it as it is.
    const code = await runNpm([
      'install',
      '--no-save',
      '--no-audit',
      '--no-fund',
      '--loglevel=error',
      '--include=dev',
    ]);
    if (code !== 0) {
      throw new SetupError(
        'Installing the packages failed, see above. Is the package registry reachable? Then run it again.',
      );
    }
  });
}

/** Prisma's generator needs no engine, but its command line insists on finding one: any executable does. */
export const prismaEnvironment = { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath };

export async function generateClient() {
  const stamp = join(projectDir, 'lib/db/generated/.fingerprint');
  const fingerprint = fingerprintSchema(projectDir);
  if (readStamp(stamp) === fingerprint) return;
  await step('Generating the database client', async () => {
    const cli = join(projectDir, 'node_modules/prisma/build/index.js');
    const code = await run(process.execPath, [cli, 'generate', '--no-hints'], {
      env: prismaEnvironment,
      quiet: true,
    });
    if (code !== 0) throw new SetupError('Generating the database client failed, see above.');
    writeFileSync(stamp, fingerprint);
  });
}

export function readStamp(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
