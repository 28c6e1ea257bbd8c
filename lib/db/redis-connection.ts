import type { RedisAddress } from '@/lib/config/redis-address';

interface ScriptOptions {
  keys: string[];
  arguments: string[];
}

/** What the three clients of @redis/client have in common, as far as it is needed. */
export interface RedisConnection {
  /** Rejects when nothing answers at the places of a cluster or of the sentinels; for one server it waits. */
  ready: Promise<unknown>;
  evalSha(sha: string, options: ScriptOptions): Promise<unknown>;
  eval(text: string, options: ScriptOptions): Promise<unknown>;
  close(): Promise<void>;
}

/** A server that has vanished without a word is noticed after so long without an answer to a ping. */
const silenceMs = 3_000;

/** One connection to one server, to a cluster, or to the master that sentinels name. Once it was ready, it mends itself. */
export async function openRedisConnection(
  address: RedisAddress,
  onError: (error: Error) => void,
): Promise<RedisConnection> {
  const client = await createAnyClient(address);
  client.on('error', onError);
  const ready = client.connect();
  // Waited for by whoever asks something; nobody may.
  ready.catch(() => {});
  return {
    ready,
    evalSha: (sha, options) => client.evalSha(sha, options),
    eval: (text, options) => client.eval(text, options),
    close: async () => {
      await client.destroy();
    },
  };
}

async function createAnyClient(address: RedisAddress) {
  // Loaded here and not above: it takes 18 MB, and most servers have no Redis.
  const { createClient, createCluster, createSentinel } = await import('@redis/client');
  const { kind, places, tls, masterName, username, password, sentinelPassword, database } = address;
  const socket = {
    connectTimeout: 2_000,
    socketTimeout: silenceMs,
    reconnectStrategy: (tries: number) => Math.min(100 * tries, 1_000),
    ...(tls ? { tls: true as const } : {}),
  };
  const common = {
    socket,
    name: 'latchkey',
    // What cannot be sent now is refused now.
    disableOfflineQueue: true,
    pingInterval: silenceMs / 3,
  };
  const own = {
    ...common,
    ...(username === null ? {} : { username }),
    ...(password === null ? {} : { password }),
  };
  if (kind === 'cluster') {
    return createCluster({
      rootNodes: places.map((place) => ({ ...own, socket: { ...socket, ...place } })),
      defaults: own,
      topologyRefreshOnReconnectionAttemptStrategy: 1_000,
    });
  }
  if (kind === 'sentinel') {
    return createSentinel({
      name: masterName ?? '',
      sentinelRootNodes: [...places],
      nodeClientOptions: { ...own, database },
      sentinelClientOptions: {
        ...common,
        ...(sentinelPassword === null ? {} : { password: sentinelPassword }),
      },
      scanInterval: 1_000,
    });
  }
  return createClient({ ...own, database, socket: { ...socket, ...places[0]! } });
}
