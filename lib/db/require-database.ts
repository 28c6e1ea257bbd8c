import { Client } from 'pg';

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

/** Connects once. @throws an error of one sentence that says what to do, and shows no password. */
export async function requireDatabase(url: string): Promise<void> {
  let place = 'an unreadable address';
  try {
    const { hostname, port, pathname } = new URL(url);
    place = `${hostname}:${port || 5432}${pathname}`;
  } catch {
    throw new Error(
      'DATABASE_URL cannot be read. Write it like postgresql://user:password@localhost:5432/latchkey.',
    );
  }
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  try {
    await client.connect();
    await client.query('SELECT 1');
  } catch (error) {
    const { code, message, errors } = error as {
      code?: string;
      message: string;
      errors?: { code?: string }[];
    };
    const reason = code ?? errors?.[0]?.code ?? (/timeout/i.test(message) ? 'ETIMEDOUT' : '');
    throw new Error(`DATABASE_URL points to ${place}; ${ADVICE[reason] ?? message}.`);
  } finally {
    await client.end().catch(() => {});
  }
}
