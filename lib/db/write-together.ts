import type { Pool, QueryConfig, QueryResult } from 'pg';
import type { Database, Prisma } from './client';

/**
 * Under which a client keeps its way to the pool (withDirectStatements). One for the process, as the client is: Next evaluates
 * this module more than once.
 */
export const together: unique symbol = Symbol.for('latchkey.together');

type Rows = Record<string, unknown>[];
export type SendTogether = (statements: readonly Prisma.Sql[]) => Promise<Rows[]>;

/**
 * Raw statements that all count or none, each of which sees what was committed before it began. They go to PostgreSQL at
 * once, in one way there and back, so none can depend on what another one answered: where that matters, its own condition
 * has to look. Prisma's transactions take a way for BEGIN, for each statement and for COMMIT, and cost three times the
 * driver's.
 * @returns the rows of each
 */
export function writeTogether(db: Database, statements: readonly Prisma.Sql[]): Promise<Rows[]> {
  return (db as unknown as Record<typeof together, SendTogether>)[together](statements);
}

/** The same for the driver. The connection has to be a pipelined one. */
export async function sendTogether(pool: Pool, queries: readonly QueryConfig[]): Promise<QueryResult[]> {
  const client = await pool.connect();
  // A connection that breaks says so by its statements, too; without a listener it would end the process.
  const ignore = () => {};
  client.on('error', ignore);
  const all = await Promise.allSettled(
    ['BEGIN', ...queries, 'COMMIT'].map((query) => client.query(query) as Promise<QueryResult>),
  );
  client.off('error', ignore);
  // The first one is the cause: after it, PostgreSQL refuses what comes next, and takes COMMIT for ROLLBACK.
  const failed = all.find((one) => one.status === 'rejected');
  if (failed) {
    // Where the transaction stands is not worth finding out: with its connection it is gone.
    client.release(failed.reason as Error);
    throw failed.reason;
  }
  client.release();
  return all.slice(1, -1).map((one) => (one as PromiseFulfilledResult<QueryResult>).value);
}
