import type { Database, Prisma } from '@/lib/db/client';
import { together } from '@/lib/db/write-together';

/** For tests: the same database; `before` runs before each of its raw statements, with its text. */
export function watch(db: Database, before: (sql: string) => Promise<unknown>): Database {
  return new Proxy(db, {
    get(target, name) {
      const value = Reflect.get(target, name, target) as (...given: unknown[]) => Promise<unknown>;
      if (name === together) {
        return async (statements: readonly Prisma.Sql[]) => {
          for (const { sql } of statements) await before(sql);
          return value(statements);
        };
      }
      if (name !== '$queryRaw' && name !== '$executeRaw') return value;
      return async (first: { sql?: string; join?: (by: string) => string }, ...rest: unknown[]) => {
        const parts = rest.map((part) => (part as { sql?: string } | null)?.sql ?? '?');
        await before([first.sql ?? first.join!('?'), ...parts].join(' '));
        return value(first, ...rest);
      };
    },
  });
}
