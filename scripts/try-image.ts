import { spawn, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { join, relative } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { createMigratedDatabase } from '@/e2e/fixtures/database';
import { startEmbeddedPostgres } from '@/lib/db/embedded-postgres';
import { pickFreePort } from '@/lib/db/postmaster';
import { readImageFilter } from './image-files';
import { projectDir, SetupError, step } from './prepare.mjs';

/**
 * `npm run image`: the steps of the Dockerfile without Docker, in folders of their own, on this machine's Node. What it
 * shows: that the files it copies suffice, that its commands work, and that the server runs as an ordinary user who can
 * write to the two volumes and to the folder for temporary files only.
 */
export async function run(): Promise<void> {
  const place = mkdtempSync('/var/tmp/latchkey-image-');
  const postgres = await startEmbeddedPostgres({
    projectDir,
    stateDir: join(projectDir, '.data/image'),
    durable: false,
  });
  try {
    const image = await build(place);
    const databaseUrl = await createMigratedDatabase(postgres.url, 'image');
    await step('The server of the image', () => tryServer(image, databaseUrl));
  } finally {
    await postgres.stop();
    rmSync(place, { recursive: true, force: true });
  }
}

interface Image {
  folder: string;
  environment: Record<string, string>;
  command: string[];
  healthCheck: string[];
  writable: string[];
}

const nobody = 65534;
const isRoot = process.getuid?.() === 0;
const inherited = Object.fromEntries(
  // HOME: npm's own settings, such as the registry of a company.
  ['PATH', 'HOME', 'NODE_EXTRA_CA_CERTS'].flatMap((name) =>
    process.env[name] ? [[name, process.env[name]]] : [],
  ),
);

/** Every instruction of the Dockerfile, one after the other. An instruction that is not known here ends it. */
async function build(place: string): Promise<Image> {
  let folder = '';
  let environment: Record<string, string> = {};
  const stages = new Map<string, string>();
  const image: Image = { folder: '', environment, command: [], healthCheck: [], writable: [] };
  for (const line of readFileSync(join(projectDir, 'Dockerfile'), 'utf8').split('\n')) {
    const [, instruction = '', rest = ''] = /^([A-Z]+)\s+(.*)$/.exec(line) ?? [];
    if (instruction === '') continue;
    if (instruction === 'FROM') {
      const name = / AS (\w+)$/.exec(rest)?.[1] ?? 'last';
      folder = join(place, name);
      environment = { ...inherited } as Record<string, string>;
      mkdirSync(folder, { recursive: true });
      stages.set(name, folder);
    } else if (instruction === 'ENV' || instruction === 'ARG') {
      for (const pair of rest.split(' ')) {
        const [name = '', ...value] = pair.split('=');
        environment[name] = value.join('=');
      }
    } else if (instruction === 'COPY') {
      copy(rest.split(' '), folder, stages);
    } else if (instruction === 'RUN') {
      // The user of Node's image is not on every machine.
      const command = rest.replace('node:node', `${nobody}:${nobody}`);
      if (!isRoot && command.includes('chown')) continue;
      await step(command, async () => runStep(command, folder, environment));
    } else if (instruction === 'CMD') image.command = JSON.parse(rest) as string[];
    else if (instruction === 'HEALTHCHECK')
      image.healthCheck = JSON.parse(rest.slice(rest.indexOf('['))) as string[];
    else if (instruction === 'VOLUME')
      image.writable = (JSON.parse(rest) as string[]).map((path) => path.replace('/app/', ''));
    else if (!['WORKDIR', 'USER', 'EXPOSE', 'STOPSIGNAL'].includes(instruction))
      throw new SetupError(`This does not know how to ${instruction}.`);
  }
  return { ...image, folder, environment };
}

function copy(words: string[], folder: string, stages: Map<string, string>): void {
  const target = words.at(-1)!;
  const stage = /^--from=(\w+)$/.exec(words[0] ?? '')?.[1];
  if (stage) {
    // /app is the folder of the stage; what a step put beside it lies beside it here, too.
    const source = join(stages.get(stage)!, words[1] === '/app' ? '.' : `..${words[1]}`);
    mkdirSync(join(folder, target), { recursive: true });
    for (const name of readdirSync(source)) renameSync(join(source, name), join(folder, target, name));
    return;
  }
  const isTaken = readImageFilter(readFileSync(join(projectDir, '.dockerignore'), 'utf8'));
  for (const source of words.slice(0, -1)) {
    if (source !== '.') cpSync(join(projectDir, source), join(folder, source));
    else {
      cpSync(projectDir, folder, {
        recursive: true,
        filter: (path) => path === projectDir || isTaken(relative(projectDir, path)),
      });
    }
  }
}

function runStep(command: string, cwd: string, env: Record<string, string>): void {
  const { status } = spawnSync('sh', ['-c', command], {
    cwd,
    env: env as NodeJS.ProcessEnv,
    stdio: 'inherit',
  });
  if (status !== 0) throw new SetupError(`This step of the Dockerfile ended with ${status}: ${command}`);
}

async function tryServer(image: Image, databaseUrl: string): Promise<void> {
  const { folder } = image;
  const temporary = join(folder, '../tmp');
  mkdirSync(temporary, { mode: 0o1777 });
  const port = await pickFreePort();
  const env = {
    ...image.environment,
    TMPDIR: temporary,
    PORT: String(port),
    APP_URL: `http://localhost:${port}`,
    APP_SECRET: 'only-for-the-trial-of-the-image-0123456789',
    DATABASE_URL: databaseUrl,
    EMAIL_HOST: '127.0.0.1',
    EMAIL_PORT: '9',
    EMAIL_USE_TLS: 'False',
    DEFAULT_FROM_EMAIL: 'login@example.com',
    WEB_CONCURRENCY: '2',
  } as unknown as NodeJS.ProcessEnv;
  // The folder of the trial may be entered by whoever runs it; what is in it belongs to root, as in the image.
  if (isRoot) spawnSync('chmod', ['755', join(folder, '..')]);
  if (isRoot) spawnSync('chmod', ['1777', temporary]);
  else spawnSync('chmod', ['-R', 'a-w', folder]);
  const user = isRoot ? { uid: nobody, gid: nobody } : {};
  const [program = '', ...options] = image.command;
  const server = spawn(program, options, {
    cwd: folder,
    env,
    stdio: ['ignore', 'inherit', 'inherit'],
    ...user,
  });
  try {
    const ask = (path: string) => fetch(`http://localhost:${port}${path}`).catch(() => null);
    for (let tries = 0; !(await ask('/api/ready'))?.ok; tries += 1) {
      if (server.exitCode !== null || tries > 300)
        throw new SetupError('The server of the image did not start.');
      await wait(100);
    }
    const checked = spawnSync(image.healthCheck[0]!, image.healthCheck.slice(1), {
      cwd: folder,
      env,
      ...user,
    });
    if (checked.status !== 0) throw new SetupError(`The health check ended with ${checked.status}.`);
    for (const path of ['/', '/login', '/forgot-password', '/api/v1/openapi.json']) {
      const status = (await ask(path))?.status;
      if (status !== 200) throw new SetupError(`${path} answered ${status}.`);
    }
    if ((await (await ask('/login'))!.text()).includes('Demo mode'))
      throw new SetupError('Its pages speak of demo mode.');
  } finally {
    server.kill('SIGTERM');
    for (let tries = 0; server.exitCode === null && tries < 150; tries += 1) await wait(100);
  }
  if (server.exitCode !== 0) throw new SetupError(`The server of the image ended with ${server.exitCode}.`);
  const wrote = isRoot
    ? writtenBy(folder, nobody).filter((path) => !image.writable.some((one) => path.startsWith(one)))
    : [];
  if (wrote.length > 0) throw new SetupError(`The server wrote to ${wrote.join(', ')}.`);
  const megabytes = Number(spawnSync('du', ['-sm', folder]).stdout.toString().split('\t')[0]);
  console.log(`The folder /app of the image: ${megabytes} MB.`);
}

function writtenBy(folder: string, uid: number): string[] {
  if (!existsSync(folder) || readdirSync(folder).length === 0) throw new SetupError(`${folder} is empty.`);
  const found = spawnSync('find', ['.', '-uid', String(uid)], { cwd: folder }).stdout.toString();
  return found
    .split('\n')
    .filter(Boolean)
    .map((path) => path.replace(/^\.\//, ''));
}
