import type { RedisAddress } from '@/lib/config/redis-address';
import type { Settings } from '@/lib/config/settings';
import { openRedisConnection } from '@/lib/db/redis-connection';
import { type Finding, failed, fine, warning } from './finding';

/** Written and read, as a limit is. INFO says how the server is set. */
const look = `
redis.call('SET', KEYS[1], '1', 'EX', 60)
return redis.call('INFO', 'server') .. redis.call('INFO', 'memory') .. redis.call('INFO', 'persistence')`;

const remedies: [RegExp, string][] = [
  [/ECONNREFUSED/, 'Nothing answers there: start that server, or correct REDIS_URL.'],
  [/ENOTFOUND|EAI_AGAIN/, 'There is no machine of that name: correct REDIS_URL.'],
  [/WRONGPASS|NOAUTH|AUTH/, 'It refuses this user or password: correct REDIS_URL.'],
  [
    /OOM/,
    'Its memory is full: raise maxmemory. A limit in use takes a few hundred bytes, and goes by itself.',
  ],
  [/CLUSTER|MOVED/, 'Is it a cluster? Write redis-cluster:// and some of its servers.'],
];

/** Longer than a request would wait: why it does not answer is worth knowing. */
const patienceMs = 5_000;

/** Where the limits are counted, if not in PostgreSQL. */
export async function checkRedis({ redis: address }: Settings): Promise<Finding[]> {
  if (address === null) return [];
  const place = address.places.map(({ host, port }) => `${host}:${port}`).join(', ');
  try {
    return examineInfo(place, await readInfo(address));
  } catch (error) {
    const reason = (error as Error).message;
    const remedy = remedies.find(([words]) => words.test(reason))?.[1];
    return [
      failed(
        'redis',
        `Redis at ${place} cannot be asked (${reason}): what has a limit is refused with 503.`,
        remedy ?? 'Start that server, or correct REDIS_URL. Without REDIS_URL, PostgreSQL counts.',
      ),
    ];
  }
}

async function readInfo(address: RedisAddress): Promise<Map<string, string>> {
  let refuse: (reason: Error) => void = () => {};
  const refused = new Promise<never>((_, reject) => {
    refuse = reject;
  });
  const timer = setTimeout(() => refuse(new Error(`no answer in ${patienceMs} ms`)), patienceMs);
  const connection = await openRedisConnection(address, (error) => {
    // One of several may be away; a single one tries again and again, and has said why.
    if (address.kind === 'single') refuse(error);
  });
  try {
    await Promise.race([connection.ready, refused]);
    const asked = connection.eval(look, { keys: ['{latchkey}:doctor'], arguments: [] });
    const text = (await Promise.race([asked, refused])) as string;
    return new Map([...text.matchAll(/^(\w+):([^\r\n]*)/gm)].map(([, name, value]) => [name!, value!]));
  } finally {
    clearTimeout(timer);
    await connection.close();
  }
}

function examineInfo(place: string, info: Map<string, string>): Finding[] {
  const policy = info.get('maxmemory_policy');
  if (info.get('maxmemory') !== '0' && policy !== 'noeviction') {
    return [
      warning(
        'redis',
        `Redis at ${place} forgets what it likes when its memory is full (maxmemory-policy ${policy}): limits would start anew.`,
        'Set maxmemory-policy noeviction: limits are then refused instead of forgotten.',
      ),
    ];
  }
  const keeps =
    info.get('aof_enabled') === '1' ? '' : ' Without appendonly, limits start anew when it restarts.';
  return [fine('redis', `Redis ${info.get('redis_version')} at ${place} counts the limits.${keeps}`)];
}
