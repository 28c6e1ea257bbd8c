import type { Database, Prisma } from '@/lib/db/client';
import { together } from '@/lib/db/write-together';

type Before = (sql: string) => Promise<unknown>;
type Method = (...given: unknown[]) => Promise<unknown>;

/** For tests: the same database; `before` runs before each of its raw statements, those of transactions too, with its text. */
export function watch(db: Database, before: Before): Database {
  return new Proxy(db, {
    get(target, name) {
      const value = Reflect.get(target, name, target) as Method;
      if (name === together) {
        return async (statements: readonly Prisma.Sql[]) => {
          for (const { sql } of statements) await before(sql);
          return value(statements);
        };
      }
      if (name === '$transaction') {
        return (run: unknown, ...rest: unknown[]) =>
          value.call(
            target,
            typeof run === 'function' ? (tx: Database) => run(watch(tx, before)) : run,
            ...rest,
          );
      }
      if (name !== '$queryRaw' && name !== '$executeRaw') return value;
      return async (first: { sql?: string; join?: (by: string) => string }, ...rest: unknown[]) => {
        const parts = rest.map((part) => (part as { sql?: string } | null)?.sql ?? '?');
        await before([first.sql ?? first.join!('?'), ...parts].join(' '));
        return value.call(target, first, ...rest);
      };
    },
  });
}
