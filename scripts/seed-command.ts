import { createDatabase } from '@/lib/db/client';
import { seed } from '../prisma/seed';
import { withAppDatabase } from './app-database';

export async function run(): Promise<void> {
  await withAppDatabase(async (url) => {
    const db = createDatabase(url);
    try {
      const { added, present } = await seed(db);
      console.log(`${added} demo customers added, ${present} were there already.`);
    } finally {
      await db.$disconnect();
    }
  });
}
