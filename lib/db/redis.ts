import { createHash } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { RedisAddress } from '@/lib/config/redis-address';
import { getSettings } from '@/lib/config/settings';
import { openRedisConnection, type RedisConnection } from './redis-connection';

/** Redis cannot be asked at this moment: what needs it is refused, with 503. */
export class RedisAway extends Error {
  override name = 'RedisAway';

  constructor(reason: string, options?: ErrorOptions) {
    super(`Redis cannot be asked: ${reason}`, options);
  }
}

/** A Lua script, known to the server by its SHA-1 after its first run. */
export interface RedisScript {
  text: string;
  sha: string;
}

export function redisScript(text: string): RedisScript {
  return { text, sha: createHash('sha1').update(text).digest('hex') };
}

export interface Redis {
  /**
   * Runs a script as one indivisible step. Its keys get our tag.
   * @throws RedisAway within a second, whatever the server does. A script that was late may still run.
   */
  run(script: RedisScript, keys: readonly string[], values: readonly (string | number)[]): Promise<unknown>;
  close(): Promise<void>;
}

/**
 * One tag for all our keys. A script runs on one server of a cluster only, and a request has several limits: a cluster
 * keeps them safe, and does not spread them.
 */
const tag = '{latchkey}';

/** Longer than a busy server needs, shorter than a person's patience. */
const patienceMs = 800;
const reopenAfterMs = 1_000;

/**
 * Connects in the background, again and again for as long as it takes. Nothing waits in a queue for a server that is
 * away: it is refused at once.
 * @param report is told when the server has gone, and when it is back; not for every try
 */
export function connectRedis(address: RedisAddress, report: (problem: Error | null) => void): Redis {
  let closed = false;
  let told = false;

  const onError = (error: Error) => {
    if (!told && !closed) report(error);
    told = true;
  };
  const onAnswer = () => {
    if (told) report(null);
    told = false;
  };
  const open = () => {
    const opened = openRedisConnection(address, onError);
    opened
      .then(({ ready }) => ready)
      .catch(async (error: Error) => {
        onError(error);
        await wait(reopenAfterMs, undefined, { ref: false });
        await replace(opened);
      })
      .catch(onError);
    return opened;
  };
  let current = open();
  const replace = async (stale: Promise<RedisConnection>) => {
    if (stale !== current || closed) return;
    current = open();
    await (await stale).close();
  };

  const attempt = async (script: RedisScript, keys: readonly string[], values: readonly string[]) => {
    const used = current;
    const connection = await used;
    await connection.ready;
    const options = { keys: keys.map((key) => `${tag}:${key}`), arguments: [...values] };
    try {
      return await connection.evalSha(script.sha, options).catch((error: Error) => {
        if (error.message.startsWith('NOSCRIPT')) return connection.eval(script.text, options);
        throw error;
      });
    } catch (error) {
      // A server that has become a replica refuses to write, on a connection that is otherwise well.
      if ((error as Error).message.startsWith('READONLY')) replace(used).catch(onError);
      throw error;
    }
  };

  return {
    async run(script, keys, values) {
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(new Error(`no answer in ${patienceMs} ms`)), patienceMs);
      });
      try {
        const answer = await Promise.race([attempt(script, keys, values.map(String)), late]);
        onAnswer();
        return answer;
      } catch (error) {
        onError(error as Error);
        throw new RedisAway((error as Error).message, { cause: error });
      } finally {
        clearTimeout(timer);
      }
    },
    async close() {
      closed = true;
      await (await current).close();
    },
  };
}

// As in client.ts: Next evaluates modules more than once in a process, and the connection has to be one.
const store = globalThis as unknown as { latchkeyRedis?: Redis };

/** The process's own connection, opened at the first call; null where REDIS_URL is not set. */
export function getRedis(report: (problem: Error | null) => void = () => {}): Redis | null {
  const { redis } = getSettings();
  if (redis === null) return null;
  store.latchkeyRedis ??= connectRedis(redis, report);
  return store.latchkeyRedis;
}
