import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { backupCodeSchema } from '@/lib/schemas/backup-code';
import { countBackupCodes, makeBackupCodes, takeBackupCode } from './backup-codes';

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.close());

async function addCodes() {
  const { id } = await test.db.user.create({ data: {} });
  return { id, codes: (await makeBackupCodes(test.db, id)).map((code) => backupCodeSchema.parse(code)) };
}

describe('backup codes', () => {
  it('are ten different ones of 80 bits, of which the table keeps no letter', async () => {
    const { id, codes } = await addCodes();
    expect(new Set(codes).size).toBe(10);
    for (const code of codes) expect(code).toMatch(/^[0-9a-hjkmnp-tv-z]{16}$/);
    const rows = JSON.stringify(await test.db.backupCode.findMany({ where: { userId: id } }));
    for (const code of codes) expect(rows).not.toContain(code);
  });

  it('work once each, and the number that is left is told', async () => {
    const { id, codes } = await addCodes();
    expect(await takeBackupCode(test.db, id, codes[0]!)).toBe(9);
    expect(await takeBackupCode(test.db, id, codes[0]!)).toBeNull();
    expect(await takeBackupCode(test.db, id, codes[1]!)).toBe(8);
    expect(await countBackupCodes(test.db, id)).toBe(8);
  });

  it('let one of twenty equal ones at the same time through', async () => {
    const { id, codes } = await addCodes();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => takeBackupCode(test.db, id, codes[3]!)),
    );
    expect(answers.filter((left) => left !== null)).toEqual([9]);
  });

  it('of another account, or of a former set, are worth nothing', async () => {
    const mine = await addCodes();
    const theirs = await addCodes();
    expect(await takeBackupCode(test.db, mine.id, theirs.codes[0]!)).toBeNull();
    await makeBackupCodes(test.db, mine.id);
    expect(await takeBackupCode(test.db, mine.id, mine.codes[0]!)).toBeNull();
    expect(await countBackupCodes(test.db, mine.id)).toBe(10);
  });
});
