/** The oldest major version that migrations, tests and the app were tried on (docs/databases.md). */
const oldestVersion = 13;

/**
 * Why Latchkey does not run on a server, by what `version()` says there, such as `PostgreSQL 17.10 on x86_64-pc-linux-gnu`;
 * null where it does.
 */
export function findServerFault(words: string): string | null {
  if (words.includes('(PGlite'))
    return 'PGlite has one session for all connections: Latchkey needs a PostgreSQL server';
  const [, version = ''] = /^PostgreSQL (\S+)/.exec(words) ?? [];
  const name = version ? `PostgreSQL ${version}` : (/^\w+/.exec(words)?.[0] ?? 'this server');
  if (!version)
    return `${name} speaks PostgreSQL's protocol and is another engine: Latchkey needs PostgreSQL itself`;
  if (Number.parseInt(version, 10) >= oldestVersion) return null;
  return `${name} is too old: Latchkey needs ${oldestVersion} or newer`;
}

/** Whether the PostgreSQL project has stopped to mend a version, as it does in the November five years after its first. */
export function isOutOfSupport(version: string, now = Date.now()): boolean {
  // 13 came in 2020; its last release was that of 13 November 2025.
  return now > Date.UTC(Number.parseInt(version, 10) + 2012, 10, 15);
}
