import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { hash } from '@node-rs/argon2';
import { Client } from 'pg';
import { createDatabase, type Database } from '@/lib/db/client';
import { startEmbeddedPostgres } from '@/lib/db/embedded-postgres';
import { migrate } from '@/lib/db/migrate';
import { pickFreePort } from '@/lib/db/postmaster';
import { startRedis } from '@/lib/db/test-redis';
import type { SmtpSink } from '@/lib/delivery/providers/stand-ins/smtp-sink';
import { projectDir } from '../fixtures/run';
import { startServer } from '../fixtures/server';
import { type MailState, startMail, startMailApart } from './mail';
import { startNginx } from './nginx';
import { startTextsApart } from './texts';

export interface Target {
  /** Two processes behind one port, or two servers behind nginx, with a trusted proxy: X-Forwarded-For counts. */
  baseUrl: string;
  /** The same without a trusted proxy; null where it was not asked for. */
  bareUrl: string | null;
  db: Database;
  /** Null where the mail server is a process of its own. */
  smtp: SmtpSink | null;
  logs: string[];
  /** What the mail server does from now on. */
  setMail(state: MailState): void;
  addCustomers(count: number, over?: Record<string, unknown>): Promise<Customer[]>;
  stop(): Promise<void>;
}

export interface Customer {
  id: string;
  email: string;
  phone: string;
}

export const attackPassword = 'harbour tulip seventeen';

/** Starts what is attacked: the production build, PostgreSQL, a mail server. */
export async function startTarget({
  bare = false,
  proxied = false,
  /** The limits in a Redis of its own. */
  redis = false,
  /** The mail server in a process of its own: where times are taken, it must not keep who takes them waiting. */
  mailApart = false,
  /** Texts go to a vendor in a process of its own. */
  textsApart = false,
  settings = {} as Record<string, string>,
} = {}): Promise<Target> {
  const stateDir = join(projectDir, '.data/attacks');
  const postgres = await startEmbeddedPostgres({ projectDir, stateDir, durable: false });
  const ends: (() => Promise<unknown>)[] = [() => postgres.stop()];
  const stop = async () => {
    for (const end of ends.reverse()) await end().catch((error: Error) => console.error(error.message));
  };
  try {
    const admin = new Client({ connectionString: postgres.url });
    await admin.connect();
    await admin.query('DROP DATABASE IF EXISTS attacks WITH (FORCE)');
    await admin.query('CREATE DATABASE attacks');
    await admin.end();
    const url = new URL(postgres.url);
    url.pathname = '/attacks';
    await migrate(url.href, join(projectDir, 'prisma/migrations'));
    const db = createDatabase(url.href);
    ends.push(() => db.$disconnect());
    const limits = redis ? await startRedis() : null;
    if (typeof limits === 'string') throw new Error(`There is no Redis: ${limits}.`);
    if (limits) ends.push(() => limits.close());
    const mail = mailApart ? await startMailApart() : await startMail();
    ends.push(() => mail.close());
    const folder = join(projectDir, 'test-results/attacks');
    mkdirSync(folder, { recursive: true });
    const texts = textsApart ? await startTextsApart(folder) : null;
    if (texts) ends.push(() => texts.close());
    const logs: string[] = [];
    const serve = async (name: string, more: Record<string, string>, publicUrl?: string) => {
      const port = await pickFreePort();
      const baseUrl = `http://localhost:${port}`;
      const log = join(folder, `${name}.log`);
      logs.push(log);
      const server = await startServer(
        baseUrl,
        {
          PORT: String(port),
          APP_URL: publicUrl ?? baseUrl,
          DATABASE_URL: url.href,
          WEB_CONCURRENCY: '2',
          EMAIL_HOST: '127.0.0.1',
          EMAIL_PORT: String(mail.port),
          EMAIL_USE_TLS: 'False',
          DEFAULT_FROM_EMAIL: 'Latchkey <login@example.com>',
          DEFAULT_PHONE_REGION: 'IN',
          ...(limits ? { REDIS_URL: limits.url } : {}),
          ...texts?.settings,
          ...more,
          ...settings,
        },
        log,
      );
      ends.push(() => server.stop());
      return baseUrl;
    };
    const trusting = { TRUSTED_PROXIES: '127.0.0.1,::1' };
    let baseUrl: string;
    if (proxied) {
      const port = await pickFreePort();
      baseUrl = `http://localhost:${port}`;
      const alone = { ...trusting, WEB_CONCURRENCY: '1' };
      const behind = [await serve('first', alone, baseUrl), await serve('second', alone, baseUrl)];
      const ports = behind.map((url) => Number(new URL(url).port));
      const nginx = await startNginx(join(folder, 'nginx'), port, ports);
      ends.push(() => nginx.stop());
    } else {
      baseUrl = await serve('proxied', trusting);
    }
    const bareUrl = bare ? await serve('bare', {}) : null;
    const passwordHash = await hash(attackPassword, { memoryCost: 19_456, timeCost: 2, parallelism: 1 });
    const addCustomers = async (count: number, over: Record<string, unknown> = {}) => {
      const now = new Date();
      return db.user.createManyAndReturn({
        data: Array.from({ length: count }, () => ({
          name: 'Asha Rao',
          email: `c${randomBytes(8).toString('hex')}@example.com`,
          phone: nextPhone(),
          emailVerifiedAt: now,
          phoneVerifiedAt: now,
          passwordHash,
          ...over,
        })),
        select: { id: true, email: true, phone: true },
      }) as unknown as Promise<Customer[]>;
    };
    return { baseUrl, bareUrl, db, smtp: mail.sink, logs, setMail: mail.set, addCustomers, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

let phones = randomBytes(4).readUInt32BE();

/** A number that no customer of the run has, in the block of numbers from which the customers' are. */
export function nextPhone(): string {
  phones += 1;
  return `+9198${String(phones % 100_000_000).padStart(8, '0')}`;
}

export function unknownEmail(): string {
  return `n${randomBytes(8).toString('hex')}@example.com`;
}
