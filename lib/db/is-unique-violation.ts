import { Prisma } from './client';

/** Whether PostgreSQL refused a row because another one has its value (SQLSTATE 23505), in a raw statement or not. */
export function isUniqueViolation(error: unknown): boolean {
  if (!(error instanceof Prisma.PrismaClientKnownRequestError)) return false;
  return error.code === 'P2002' || JSON.stringify(error.meta ?? {}).includes('23505');
}
