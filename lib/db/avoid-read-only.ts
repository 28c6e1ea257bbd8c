import { Client, type ClientBase, type ClientConfig, type PoolConfig } from 'pg';

/** What PostgreSQL tells of itself unasked, at the beginning and at each change (both since 14; of 13 it is known from the first write). */
const readOnlyParameters = ['in_hot_standby', 'default_transaction_read_only'];

/** PostgreSQL's own word for a write where none is taken: read_only_sql_transaction. */
export const readOnlyCode = '25006';

/**
 * Keeps a pool away from servers that take no writes: after a fail-over the old primary may be a standby now, and the address
 * may lead to it for as long as a name is remembered. What it has is of some time ago, so it is not read from, either: a session
 * that has ended would live on there. A new connection to such a server is an error with `readOnlyCode`.
 * @param onReadOnly called when a connection in use turns out to be one. It happens to all others as well
 */
export function avoidReadOnly(onReadOnly: () => void): Required<Pick<PoolConfig, 'Client' | 'verify'>> {
  const suspects = new WeakSet<ClientBase>();
  const inUse = new WeakSet<ClientBase>();

  class AttentiveClient extends Client {
    constructor(config?: string | ClientConfig) {
      super(config);
      this.connection.on('parameterStatus', (told: { parameterName: string; parameterValue: string }) => {
        if (told.parameterValue !== 'on' || !readOnlyParameters.includes(told.parameterName)) return;
        suspects.add(this);
        if (inUse.has(this)) onReadOnly();
      });
      // From what stands between and passes nothing on, a pooler for instance, it comes with the first write.
      this.connection.on('errorMessage', ({ code }: { code?: string }) => {
        if (code === readOnlyCode) onReadOnly();
      });
    }
  }

  return {
    Client: AttentiveClient,
    verify: (client, done) => {
      const use = () => {
        inUse.add(client);
        done();
      };
      if (!suspects.has(client)) return use();
      // A pooler may repeat what another server told it some time ago.
      const ignore = () => {};
      client.on('error', ignore);
      client
        .query<{ isReadOnly: boolean }>(
          `SELECT current_setting('transaction_read_only') = 'on' AS "isReadOnly"`,
        )
        .then(({ rows }) => {
          client.off('error', ignore);
          if (!rows[0]!.isReadOnly) return use();
          done(
            Object.assign(
              new Error('This PostgreSQL takes no writes: it is a standby, or set to read only.'),
              {
                code: readOnlyCode,
              },
            ),
          );
        }, done);
    },
  };
}
