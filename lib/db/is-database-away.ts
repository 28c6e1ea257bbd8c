/**
 * Codes of Node, PostgreSQL (classes 08, 53, 57; 25006: a standby after a fail-over; 40001 and 40P01: two transactions in each
 * other's way; 58030: its disk) and Prisma that mean: not now, ask again later.
 */
const awayCodes =
  /^(ECONN\w+|ETIMEDOUT|ENOTFOUND|EPIPE|EHOSTUNREACH|08\w{3}|25006|40001|40P01|53\w{3}|57014|57P0[123]|58030|P1001|P1002|P1008|P1017|P2024|P2034)$/;
const awayWords =
  /connection (terminated|timeout|refused|closed)|timeout exceeded when trying to connect|can't reach database|server has closed|query read timeout/i;
/** A raw statement has the code of PostgreSQL in its words only. */
const rawCode = /Raw query failed\. Code: `(\w+)`/;

/** Whether an error says that the database, or Redis, cannot be asked at the moment, in itself or in what caused it. */
export function isDatabaseAway(error: unknown, depth = 0): boolean {
  if (typeof error !== 'object' || error === null || depth > 5) return false;
  const { code, originalCode, name, message, cause, meta } = error as Record<string, unknown>;
  if ([code, originalCode].some((value) => typeof value === 'string' && awayCodes.test(value))) return true;
  if (name === 'PrismaClientInitializationError' || name === 'RedisAway') return true;
  if (typeof message === 'string') {
    if (awayWords.test(message) || awayCodes.test(rawCode.exec(message)?.[1] ?? '')) return true;
  }
  return isDatabaseAway(cause, depth + 1) || isDatabaseAway(meta, depth + 1);
}
