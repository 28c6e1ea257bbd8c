/** The entry of a table for a name that came over the wire: "constructor" and its like are no entries. */
export function lookUp<Entry>(
  table: Readonly<Record<string, Entry>>,
  name: string | undefined,
): Entry | undefined {
  return name !== undefined && Object.hasOwn(table, name) ? table[name] : undefined;
}
