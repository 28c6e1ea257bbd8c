import { createDatabase } from '@/lib/db/client';
import { runOutbox } from '@/lib/flows/run-outbox';

/** One app process, as far as sending goes: started by outbox.ts, ended by SIGTERM. */
const db = createDatabase(process.env.DATABASE_URL!);
const outbox = runOutbox({ db }, { warn: () => {}, error: console.error });
process.send?.('ready');
process.once('SIGTERM', async () => {
  await outbox.stop();
  await db.$disconnect();
  process.exit(0);
});
