import type { Deps } from './deps';

/** Keeps the language of an account: its messages and pages are in it. A region that it has already (`pt-BR`) stays. */
export async function setLocale(
  { db }: Deps,
  { userId, locale }: { userId: string; locale: string },
): Promise<void> {
  await db.$executeRaw`
    UPDATE "User" SET "locale" = ${locale}
     WHERE "id" = ${userId}::uuid AND split_part(lower(coalesce("locale", '')), '-', 1) <> ${locale}`;
}
