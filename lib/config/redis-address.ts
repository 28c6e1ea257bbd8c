import { isIP } from 'node:net';
import { type Env, textSetting } from './read-setting';

export interface RedisPlace {
  host: string;
  port: number;
}

/** What REDIS_URL says: one server, the first servers of a cluster, or the sentinels that know the master's place. */
export interface RedisAddress {
  kind: 'single' | 'cluster' | 'sentinel';
  places: readonly RedisPlace[];
  tls: boolean;
  username: string | null;
  password: string | null;
  /** The sentinels' word for the master; null for the others. */
  masterName: string | null;
  /** What the sentinels themselves want to hear (REDIS_SENTINEL_PASSWORD); the other password is for the servers. */
  sentinelPassword: string | null;
  /** 0 for a cluster, which has no other. */
  database: number;
}

const shape =
  /^(redis|rediss)(?:-(cluster|sentinel))?:\/\/(?:([^@:/]*)(?::([^@/]*))?@)?([^@/?#\s]+)(?:\/([^?#\s]*))?$/;
const example =
  'redis://:password@localhost:6379, redis-cluster://host:6379,host:6379 or redis-sentinel://host:26379,host:26379/mymaster';

/** REDIS_URL, or null when it is not set. What is wrong is said without the password. */
export function readRedisAddress(env: Env, problems: string[]): RedisAddress | null {
  const text = textSetting(env, 'REDIS_URL');
  const sentinelPassword = textSetting(env, 'REDIS_SENTINEL_PASSWORD');
  if (text === null) return null;
  const address = parseRedisAddress(text);
  if (address === null) problems.push(`REDIS_URL cannot be read. Write it like ${example}.`);
  return address && { ...address, sentinelPassword };
}

function parseRedisAddress(text: string): Omit<RedisAddress, 'sentinelPassword'> | null {
  const [, scheme, form = 'single', user, secret, hosts = '', path = ''] = shape.exec(text) ?? [];
  if (scheme === undefined) return null;
  const kind = form as RedisAddress['kind'];
  const places = hosts.split(',').map((host) => parsePlace(host, kind === 'sentinel' ? 26379 : 6379));
  const segments = path === '' ? [] : path.split('/');
  const masterName = kind === 'sentinel' ? (segments.shift() ?? '') : null;
  const database = segments.shift() ?? '0';
  const wrong =
    places.includes(null) ||
    (kind === 'single' && places.length > 1) ||
    (kind === 'cluster' && database !== '0') ||
    masterName === '' ||
    segments.length > 0 ||
    !/^\d{1,4}$/.test(database);
  const [username, password] = [decode(user), decode(secret)];
  if (wrong || username === undefined || password === undefined) return null;
  return {
    kind,
    places: places as RedisPlace[],
    tls: scheme === 'rediss',
    username,
    password,
    masterName,
    database: Number(database),
  };
}

function parsePlace(text: string, usualPort: number): RedisPlace | null {
  const match = /^(?:\[([^\]]+)\]|([A-Za-z0-9._-]+))(?::(\d{1,5}))?$/.exec(text);
  const [, v6, name = v6, port] = match ?? [];
  if (name === undefined || (v6 !== undefined && isIP(v6) !== 6)) return null;
  const number = port === undefined ? usualPort : Number(port);
  return number >= 1 && number <= 65535 ? { host: name, port: number } : null;
}

/** Null when there is none, undefined when it is no percent-encoding. */
function decode(text: string | undefined): string | null | undefined {
  if (text === undefined || text === '') return null;
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
