import type { Database } from '@/lib/db/client';

/**
 * For tests: the same database; `before` runs before each of its statements, with its text, and with `BEGIN` before a
 * transaction, whose own statements are not seen.
 */
export function watch(db: Database, before: (sql: string) => Promise<unknown>): Database {
  return new Proxy(db, {
    get(target, name) {
      const value = Reflect.get(target, name, target) as (...given: unknown[]) => Promise<unknown>;
      if (name === '$transaction') {
        return async (...given: unknown[]) => {
          await before('BEGIN');
          return value(...given);
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
