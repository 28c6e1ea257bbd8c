import { type Redis, redisScript } from '@/lib/db/redis';
import type { LimitStore } from './limit-store';

/**
 * A window is a list: the milliseconds of the uses that count, by the server's clock, oldest first. `uses` lets those go
 * that count no more.
 */
const prelude = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local function uses(key, span)
  local oldest = redis.call('LINDEX', key, 0)
  while oldest and tonumber(oldest) <= now - span do
    redis.call('LPOP', key)
    oldest = redis.call('LINDEX', key, 0)
  end
  return redis.call('LLEN', key)
end`;

/**
 * ARGV: the maximum and the milliseconds of each key. The answer: what is left and the seconds to wait, of each.
 * Waits are true, at least a second, and never longer than the window, whatever a clock did.
 */
const takeScript = redisScript(`${prelude}
local lefts, waits, refused = {}, {}, false
for i, key in ipairs(KEYS) do
  local max, span = tonumber(ARGV[2 * i - 1]), tonumber(ARGV[2 * i])
  local used = uses(key, span)
  lefts[i], waits[i] = math.max(0, max - used), 0
  if used >= max then
    refused = true
    local leaves = max > 0 and redis.call('LINDEX', key, used - max) or now
    waits[i] = math.max(1, math.ceil(math.min(span, leaves + span - now) / 1000))
  end
end
if not refused then
  for i, key in ipairs(KEYS) do
    redis.call('RPUSH', key, string.format('%.0f', now))
    redis.call('PEXPIRE', key, ARGV[2 * i])
    lefts[i] = lefts[i] - 1
  end
end
local answer = {}
for i = 1, #KEYS do
  answer[2 * i - 1], answer[2 * i] = lefts[i], waits[i]
end
return answer`);

const countScript = redisScript(`${prelude}\nreturn uses(KEYS[1], tonumber(ARGV[1]))`);

const clearScript = redisScript(`return redis.call('DEL', unpack(KEYS))`);

/** Redis 6.2 or later, alone, behind sentinels or as a cluster. A use is counted at once, also inside a transaction of PostgreSQL. */
export function redisStore(redis: Redis): LimitStore {
  return {
    async take(windows) {
      const numbers = (await redis.run(
        takeScript,
        windows.map(({ key }) => key),
        windows.flatMap(({ max, seconds }) => [max, seconds * 1000]),
      )) as number[];
      return {
        left: numbers.filter((_, index) => index % 2 === 0),
        waits: numbers.filter((_, index) => index % 2 === 1),
      };
    },

    async count({ key, seconds }) {
      return (await redis.run(countScript, [key], [seconds * 1000])) as number;
    },

    async clear(keys) {
      await redis.run(clearScript, keys, []);
    },
  };
}
