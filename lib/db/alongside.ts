import { Prisma } from './client';

/**
 * Writes of other folders as further parts of one `WITH`, each after a comma: a statement that has to happen anyway takes
 * them along, at once and all or nothing, where each alone would be another way to the database and back.
 */
export function alongside(parts: readonly Prisma.Sql[]): Prisma.Sql {
  if (parts.length === 0) return Prisma.empty;
  const named = parts.map((part, index) => Prisma.sql`${Prisma.raw(`also_${index}`)} AS (${part})`);
  return Prisma.sql`, ${Prisma.join(named)}`;
}
