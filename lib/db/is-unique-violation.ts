import { DatabaseError } from 'pg';
import { Prisma } from './client';

const uniqueViolation = '23505';

/** Whether PostgreSQL refused a row because another one has its value, whichever way the statement went. */
export function isUniqueViolation(error: unknown): boolean {
  if (error instanceof DatabaseError) return error.code === uniqueViolation;
  if (!(error instanceof Prisma.PrismaClientKnownRequestError)) return false;
  return error.code === 'P2002' || JSON.stringify(error.meta ?? {}).includes(uniqueViolation);
}
