import { Client } from 'pg';
import { isPooled } from './is-pooled';
import { findServerFault } from './server-version';

const ADVICE: Record<string, string> = {
  ECONNREFUSED: 'nothing answers there: start that server or correct the address',
  ENOTFOUND: 'there is no machine of that name: correct the address',
  EAI_AGAIN: 'its name cannot be looked up just now: correct the address or the network',
  ETIMEDOUT: 'it does not answer: correct the address or the firewall',
  '28P01': 'it refuses this user or password: correct them',
  '28000': 'it refuses this user: correct the user or the rules of that server',
  '3D000': 'it has no database of that name: create it with "createdb"',
  '53300': 'it has no connection left: raise max_connections or lower WEB_CONCURRENCY',
};

/** Codes of a certificate that nobody known here has signed. */
const unknownAuthority = /^(DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_\w+)$/;

/** Connects, and looks at what answers. @throws an error of one sentence that says what to do, and shows no password. */
export async function requireDatabase(url: string): Promise<void> {
  if (namesSeveralServers(url)) {
    throw new Error(
      'DATABASE_URL names several servers; give one address that always leads to the primary (docs/operate.md, "Replicas and fail-over").',
    );
  }
  let place = 'an unreadable address';
  try {
    const { hostname, port, pathname } = new URL(url);
    place = `${hostname}:${port || 5432}${pathname}`;
  } catch {
    throw new Error(
      'DATABASE_URL cannot be read. Write it like postgresql://user:password@localhost:5432/latchkey.',
    );
  }
  const fault = await findFault(url).catch(describe);
  if (fault !== null) throw new Error(`DATABASE_URL points to ${place}; ${fault}.`);
}

/** As libpq takes them: `host1:5432,host2:5432`, in the address or as its parameter. The driver knows one. */
function namesSeveralServers(url: string): boolean {
  const [, servers = ''] = /^\w+:\/\/(?:[^/?]*@)?([^/?]*)/.exec(url) ?? [];
  return servers.includes(',') || /[?&](host|hostaddr|port)=[^&]*(,|%2C)/i.test(url);
}

function describe(error: { code?: string; message: string; errors?: { code?: string }[] }): string {
  const { code, message, errors } = error;
  const reason = code ?? errors?.[0]?.code ?? (/timeout/i.test(message) ? 'ETIMEDOUT' : '');
  if (unknownAuthority.test(reason))
    return `nobody known here has signed its certificate (${message}): add sslrootcert=/path/of/the/authority.pem to the parameters of the address`;
  return ADVICE[reason] ?? message;
}

const prepareClient = (url: string) => new Client({ connectionString: url, connectionTimeoutMillis: 5_000 });

async function findFault(url: string): Promise<string | null> {
  const client = prepareClient(url);
  try {
    await client.connect();
    const { rows } = await client.query<{ words: string; encoding: string; readOnly: string; pid: number }>(
      `SELECT version() AS "words", current_setting('server_encoding') AS "encoding",
              current_setting('transaction_read_only') AS "readOnly", pg_backend_pid() AS "pid"`,
    );
    const { words, encoding, readOnly, pid } = rows[0]!;
    const fault = findServerFault(words) ?? findEncodingFault(encoding) ?? findReadOnlyFault(readOnly);
    // A pooler answers in PostgreSQL's place with a number of its own.
    const { processID } = client as unknown as { processID: number | null };
    if (fault !== null || processID === pid || isPooled(url)) return fault;
    return (await sharesSessions(url, client, pid))
      ? 'a pooler there gives every transaction another session: add pgbouncer=true to the parameters of the address'
      : null;
  } finally {
    await client.end().catch(() => {});
  }
}

/** A server that was set up without a locale makes databases that can neither hold every name nor compare it. */
function findEncodingFault(encoding: string): string | null {
  if (encoding === 'UTF8') return null;
  return `its database is encoded in ${encoding}: make one with "createdb --encoding=UTF8 --template=template0"`;
}

function findReadOnlyFault(setting: string): string | null {
  if (setting === 'off') return null;
  return 'it takes no writes, being a standby or set to read only: give the address of the primary';
}

/** Whether a second connection gets the session of the first one, or takes it away from it, by beginning a transaction. */
async function sharesSessions(url: string, first: Client, pidOfFirst: number): Promise<boolean> {
  const second = prepareClient(url);
  const readPid = async (client: Client) => {
    const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS "pid"');
    return rows[0]!.pid;
  };
  try {
    await second.connect();
    await second.query('BEGIN');
    return (await readPid(second)) === pidOfFirst || (await readPid(first)) !== pidOfFirst;
  } finally {
    await second.end().catch(() => {});
  }
}
