import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Client } from 'pg';
import { startEmbeddedPostgres } from '@/lib/db/embedded-postgres';
import { migrate } from '@/lib/db/migrate';
import { projectDir } from '../fixtures/run';

interface Outcome {
  code: number | null;
  out: string;
  told: string;
}

/** A clone of a newcomer: the project's files in a folder of their own, with a database and settings of its own. */
export interface Place {
  folder: string;
  /** Stands for `/`: what a guide puts into /etc goes below it. */
  root: string;
  /** Its database. */
  url: string;
  /** What one command told and a later one needs, such as an id. */
  notes: Map<string, string>;
  /** As somebody types it, in the clone. `answer` is asked at each output what to type next. */
  type(command: string, answer?: (output: string) => string | null): Promise<Outcome>;
  /** The same; a command that ends with anything but 0 throws. @returns what it wrote to standard output */
  sh(command: string): Promise<string>;
  query<Row>(sql: string, database?: string): Promise<Row[]>;
  /** Puts the app's database aside, and an empty one in its place. */
  empty(): Promise<void>;
  close(): Promise<void>;
}

const copied = [
  ...['lib', 'prisma', 'scripts', 'deploy', 'biome.json', 'package.json', 'package-lock.json'],
  ...['tsconfig.json', '.env.example', '.gitignore', 'compose.yaml', 'Dockerfile'],
];

/** `PATH` and whose home it is; nothing of the developer's settings. */
export function bareEnvironment(): NodeJS.ProcessEnv {
  const names = ['PATH', 'HOME', 'TMPDIR', 'LANG'].filter((name) => process.env[name]);
  return Object.fromEntries(names.map((name) => [name, process.env[name]])) as unknown as NodeJS.ProcessEnv;
}

export async function makePlace(): Promise<Place> {
  const folder = mkdtempSync(join(tmpdir(), 'newcomer-'));
  for (const name of copied) cpSync(join(projectDir, name), join(folder, name), { recursive: true });
  symlinkSync(join(projectDir, 'node_modules'), join(folder, 'node_modules'));
  const root = join(folder, '.data/root');
  for (const path of ['etc/systemd/system', 'etc/nginx/conf.d', 'backups'])
    mkdirSync(join(root, path), { recursive: true });
  // Runs as long as the place is there, as if the app did; commands join it.
  const postgres = await startEmbeddedPostgres({
    ...{ projectDir: folder, stateDir: join(folder, '.data') },
    durable: false,
  });
  await migrate(postgres.url, join(folder, 'prisma/migrations'));

  const type: Place['type'] = (command, answer = () => null) =>
    new Promise((resolve, reject) => {
      const child = spawn('bash', ['-c', command], { cwd: folder, env: bareEnvironment() });
      let out = '';
      let told = '';
      const read = (part: string) => {
        const line = answer(out + told + part);
        if (line !== null) child.stdin.write(`${line}\n`);
      };
      child.stdout.on('data', (part) => {
        read(String(part));
        out += part;
      });
      child.stderr.on('data', (part) => {
        read(String(part));
        told += part;
      });
      child.once('error', reject);
      child.once('close', (code) => resolve({ code, out, told }));
    });

  let emptied = 0;
  const query: Place['query'] = async (sql, database) => {
    const address = new URL(postgres.url);
    if (database) address.pathname = `/${database}`;
    const client = new Client({ connectionString: address.href });
    await client.connect();
    try {
      return (await client.query(sql)).rows;
    } finally {
      await client.end();
    }
  };

  return {
    ...{ folder, root, type, query },
    url: postgres.url,
    notes: new Map(),
    sh: async (command) => {
      const { code, out, told } = await type(command);
      if (code !== 0) throw new Error(`${command}\nended with ${code}:\n${out}${told}`);
      return out;
    },
    empty: async () => {
      emptied += 1;
      await query(`ALTER DATABASE latchkey RENAME TO emptied_${emptied}`, 'postgres');
      await query('CREATE DATABASE latchkey', 'postgres');
    },
    close: async () => {
      const { dataDir } = JSON.parse(readFileSync(join(folder, '.data/postgres.json'), 'utf8')) as {
        dataDir: string;
      };
      await postgres.stop();
      rmSync(folder, { recursive: true });
      // As root it lies elsewhere, in a folder of this place's own.
      if (!dataDir.startsWith(folder)) rmSync(dirname(dataDir), { recursive: true, force: true });
    },
  };
}
