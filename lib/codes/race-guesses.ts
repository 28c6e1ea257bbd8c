import { createDatabase } from '@/lib/db/client';
import { verifyCode } from './verify-code';

// For verify-code.race.test.ts: a process of its own that guesses many times at once.
process.once('message', async (input: { id: string; browserHash: string; code: string; count: number }) => {
  const db = createDatabase(process.env.DATABASE_URL ?? '');
  const owner = { browserHash: Buffer.from(input.browserHash, 'hex'), clientId: null };
  const answers = await Promise.all(
    Array.from({ length: input.count }, async () => {
      const result = await verifyCode(db, {
        id: input.id,
        code: input.code,
        owner,
        purposes: ['login'],
      });
      return result.ok ? 'ok' : result.reason;
    }),
  );
  process.send?.(answers);
  await db.$disconnect();
  process.disconnect();
});

process.send?.('ready');
