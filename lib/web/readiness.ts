import { type Database, getDatabase } from '@/lib/db/client';
import { getRedis, redisScript } from '@/lib/db/redis';

const patienceMs = 2_000;
/** A write: a server that only reads, or is full, counts nothing. */
const mark = redisScript(`return redis.call('SET', KEYS[1], '1', 'EX', 60)`);

/** 200 when all that an answer needs replies within two seconds, else 503 with Retry-After and what is missing. */
export async function readiness(): Promise<Response> {
  const redis = getRedis();
  const [database, limits] = await Promise.all([
    isThere(requireWrites(getDatabase())),
    redis && isThere(redis.run(mark, ['ready'], [])),
  ]);
  const parts = { database, ...(limits && { redis: limits }) };
  const ready = Object.values(parts).every((part) => part === 'ok');
  return Response.json(
    { status: ready ? 'ready' : 'unavailable', ...parts },
    {
      status: ready ? 200 : 503,
      headers: { 'cache-control': 'no-store', ...(ready ? {} : { 'retry-after': '5' }) },
    },
  );
}

/** A standby that is reached through a pooler, or is older than 14, does not say of itself that it is one. */
async function requireWrites(db: Database): Promise<void> {
  const rows = await db.$queryRaw<
    { mode: string }[]
  >`SELECT current_setting('transaction_read_only') AS "mode"`;
  if (rows[0]!.mode !== 'off') throw new Error('takes no writes');
}

async function isThere(asked: PromiseLike<unknown>): Promise<'ok' | 'unreachable'> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('late')), patienceMs);
  });
  try {
    await Promise.race([asked, late]);
    return 'ok';
  } catch {
    return 'unreachable';
  } finally {
    clearTimeout(timer);
  }
}
