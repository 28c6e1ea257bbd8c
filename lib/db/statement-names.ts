import { createHash } from 'node:crypto';

/** What a connection keeps for a prepared statement is 30 to 300 KB of PostgreSQL's memory. */
const mostNames = 32;
/** Within a minute: what chores send now and then takes no name from what requests send. */
const usesBeforeName = 50;
const countedMs = 60_000;
/** Statements that are counted; those with lists of changing length would else grow without end. */
const mostCounted = 2_000;

/**
 * Names the statements that this process sends again and again, so that PostgreSQL parses and plans them once for each
 * connection and not each time. All others go without a name (''), and are forgotten at once.
 */
export function createStatementNames(now = Date.now): (query: { sql: string }) => string {
  const uses = new Map<string, number>();
  const names = new Map<string, string>();
  let countedSince = now();
  return ({ sql }) => {
    const known = names.get(sql);
    if (known !== undefined) return known;
    if (names.size >= mostNames) return '';
    if (now() - countedSince > countedMs) {
      uses.clear();
      countedSince = now();
    }
    const used = (uses.get(sql) ?? 0) + 1;
    if (used < usesBeforeName) {
      if (uses.size < mostCounted || uses.has(sql)) uses.set(sql, used);
      return '';
    }
    uses.delete(sql);
    // Of its own words: where a pooler shares connections, a name that is known there already means the same statement.
    const name = `latchkey_${createHash('sha256').update(sql).digest('hex').slice(0, 16)}`;
    names.set(sql, name);
    return name;
  };
}
