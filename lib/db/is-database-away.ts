/** Codes of Node, PostgreSQL (classes 08, 53, 57) and Prisma that mean: not reachable now, ask again later. */
const awayCodes =
  /^(ECONN\w+|ETIMEDOUT|ENOTFOUND|EPIPE|EHOSTUNREACH|08\w{3}|53\w{3}|57P0[123]|P1001|P1002|P1008|P1017|P2024)$/;
const awayWords =
  /connection (terminated|timeout|refused|closed)|timeout exceeded when trying to connect|can't reach database|server has closed/i;

/** Whether an error says that the database cannot be asked at the moment, in itself or in what caused it. */
export function isDatabaseAway(error: unknown, depth = 0): boolean {
  if (typeof error !== 'object' || error === null || depth > 5) return false;
  const { code, originalCode, name, message, cause, meta } = error as Record<string, unknown>;
  if ([code, originalCode].some((value) => typeof value === 'string' && awayCodes.test(value))) return true;
  if (name === 'PrismaClientInitializationError') return true;
  if (typeof message === 'string' && awayWords.test(message)) return true;
  return isDatabaseAway(cause, depth + 1) || isDatabaseAway(meta, depth + 1);
}
