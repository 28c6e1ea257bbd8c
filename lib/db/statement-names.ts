/** What a connection keeps for a prepared statement is some 50 KB of PostgreSQL's memory. */
const mostNames = 24;
const usesBeforeName = 50;
/** Statements that are counted; those with lists of changing length would else grow without end. */
const mostCounted = 2_000;

/**
 * Names the statements that this process sends again and again, so that PostgreSQL parses and plans them once for each
 * connection and not each time. All others go without a name (''), and are forgotten at once.
 */
export function createStatementNames(): (query: { sql: string }) => string {
  const uses = new Map<string, number>();
  const names = new Map<string, string>();
  return ({ sql }) => {
    const known = names.get(sql);
    if (known !== undefined) return known;
    if (names.size >= mostNames) return '';
    const used = (uses.get(sql) ?? 0) + 1;
    if (used < usesBeforeName) {
      if (uses.size < mostCounted || uses.has(sql)) uses.set(sql, used);
      return '';
    }
    uses.delete(sql);
    const name = `latchkey_${names.size}`;
    names.set(sql, name);
    return name;
  };
}
