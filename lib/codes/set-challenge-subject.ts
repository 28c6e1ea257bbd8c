import type { Database } from '@/lib/db/client';

/** From now on, guesses at this code count under another subject (lib/limits/hold-subject.ts). */
export async function setChallengeSubject(db: Database, id: string, subject: string): Promise<void> {
  await db.$executeRaw`
    UPDATE "Otp" SET "subject" = ${subject} WHERE "id" = ${id}::uuid AND "subject" <> ${subject}`;
}
