import { join } from 'node:path';
import { createDatabase } from '@/lib/db/client';
import { startEmbeddedPostgres } from '@/lib/db/embedded-postgres';
import { migrate } from '@/lib/db/migrate';
import { projectDir } from './prepare.mjs';

/** `npm run simulate -- pumping [record|enforce]`: a day of registrations by text message, and an attack in it. */
export async function run(): Promise<number> {
  const [what, mode = 'enforce'] = process.argv.slice(2);
  if (what !== 'pumping' || !['record', 'enforce'].includes(mode)) {
    console.error('Usage: npm run simulate -- pumping [record|enforce]');
    return 2;
  }
  process.env.PUMPING_GUARD = mode;
  process.env.APP_SECRET = 'only-for-the-simulator-0123456789-abcdefghij';
  // The settings are read when the guard is first asked, so it is loaded after they are set.
  const { simulatePumping } = await import('./simulate-pumping');
  const stateDir = join(projectDir, '.data/simulate');
  const postgres = await startEmbeddedPostgres({ projectDir, stateDir, durable: false });
  try {
    await migrate(postgres.url, join(projectDir, 'prisma/migrations'));
    const db = createDatabase(postgres.url);
    await db.smsTally.deleteMany();
    await simulatePumping(db, mode);
    await db.$disconnect();
  } finally {
    await postgres.stop();
  }
  return 0;
}
