/**
 * Whether the address says, by Prisma's own name of the parameter, that a pooler gives every transaction another session.
 * Then nothing may be left behind in one: no prepared statement, and no setting.
 */
export function isPooled(url: string): boolean {
  return /[?&]pgbouncer=true(&|$)/.test(url);
}
