import { Socket } from 'node:net';
import { PrismaPg } from '@prisma/adapter-pg';
import { Pool } from 'pg';
import { getSettings } from '@/lib/config/settings';
import { avoidReadOnly } from './avoid-read-only';
import { withDirectStatements } from './direct-statements';
import { Prisma, PrismaClient } from './generated/client';
import { isPooled } from './is-pooled';
import { createStatementNames } from './statement-names';

export type Database = PrismaClient;
export { Prisma };

/**
 * The connections of one process at most; idle ones close after ten seconds. Small, because every core has a process, and
 * PostgreSQL pays 4 to 5 MB for each connection. A far database wants more: `?connection_limit=` in its address.
 */
const poolSize = 4;

/** PostgreSQL ends a statement itself after the first; later than the second, nobody is there any more. */
const statementTimeoutMs = 7_000;
const silenceMs = 8_000;

/** A client for a PostgreSQL address. The caller ends it with `$disconnect()`. */
export function createDatabase(url: string): Database {
  const pool = openPool(url);
  const statementNameGenerator = isPooled(url) ? () => '' : createStatementNames();
  const options = { disposeExternalPool: true, statementNameGenerator };
  const client = new PrismaClient({ adapter: new PrismaPg(pool, options) });
  return withDirectStatements(client, pool, statementNameGenerator);
}

/**
 * A network that goes away without a word leaves connections that look alive for hours. One that was silent for too long
 * tells of all others: they are thrown away, so that the way is free when the network is back. So does one whose server takes
 * no writes any more: the new ones go to where the address leads now.
 */
function openPool(url: string): Pool {
  const sockets = new Set<Socket>();
  const throwAllAway = () => {
    for (const socket of sockets) socket.destroy();
  };
  const pool = new Pool({
    connectionString: url,
    max: readPoolSize(url),
    connectionTimeoutMillis: 5_000,
    query_timeout: silenceMs,
    application_name: 'latchkey',
    // For writeTogether. Everything else waits for each answer before it asks again.
    pipeline: true,
    // What was told is answered first: who asked hears of that, and not of a connection that broke.
    ...avoidReadOnly(() => setImmediate(throwAllAway)),
    stream: () => {
      const socket = new Socket();
      sockets.add(socket);
      return socket.once('close', () => sockets.delete(socket));
    },
  });
  pool.on('release', (error) => {
    if (error?.message === 'Query read timeout') throwAllAway();
  });
  // Not as a parameter of the connection: PgBouncer would refuse that. It goes along with the first statement.
  if (!isPooled(url)) {
    pool.on('connect', (client) => {
      client.query(`SET statement_timeout = ${statementTimeoutMs}`).catch(() => {});
    });
  }
  // An idle connection that broke is replaced at the next statement; without a listener it would end the process.
  pool.on('error', () => {});
  return pool;
}

/** By Prisma's own name of the parameter. */
function readPoolSize(url: string): number {
  const typed = Number(/[?&]connection_limit=(\d+)/.exec(url)?.[1]);
  return typed > 0 ? typed : poolSize;
}

// Next evaluates modules more than once in a process (pages, handlers, instrumentation): the pool has to be one.
const store = globalThis as unknown as { latchkeyDatabase?: Database };

/** The process's own client, made at the first call. */
export function getDatabase(): Database {
  if (!store.latchkeyDatabase) {
    const url = getSettings().databaseUrl;
    if (!url) throw new Error('DATABASE_URL is not set: start the app with `npm start`.');
    store.latchkeyDatabase = createDatabase(url);
  }
  return store.latchkeyDatabase;
}
