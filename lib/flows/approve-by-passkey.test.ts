import { decodeJwt } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { signReceipt } from '@/lib/accounts/approval-receipts';
import { type Approval, getApproval as readRow } from '@/lib/accounts/approvals';
import { Prisma } from '@/lib/db/client';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { addPasskey } from './add-passkey';
import { approveByPasskey, askApprovalPasskey } from './approve-by-passkey';
import { approveOperation } from './approve-operation';
import { askPasskey } from './ask-passkey';
import { executeApproval } from './execute-approval';
import { getApproval } from './get-approval';
import { SoftwarePasskey } from './passkey-fixture';
import { requestApproval } from './request-approval';
import { addSignedIn, type SignedIn } from './signed-in-fixture';
import { startPasskeySetup } from './start-passkey-setup';
import { newVisit, readCode } from './visit-fixture';

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.close());

const clientId = 'key:00000000-0000-4000-8000-000000000001';
const transfer = { kind: 'Transfer', amount: '1250.00', currency: 'EUR', payee: 'Anna', text: 'Rent' };
const refused = { ok: false, reason: 'passkey_refused' };

let ann: SignedIn;
let passkey: SoftwarePasskey;
beforeEach(async () => {
  ann = await addSignedIn(test.db);
  passkey = await plugIn(ann);
});

async function plugIn({ account, sessionId, visit }: SignedIn, key = new SoftwarePasskey()) {
  const asked = await startPasskeySetup(test, { account, sessionId, owner: visit.owner });
  if (!asked.ok) throw new Error(asked.reason);
  const added = await addPasskey(test, {
    ...{ account, sessionId, name: 'Phone', response: key.make(asked.value) },
    ...visit,
  });
  expect(added.ok).toBe(true);
  return key;
}

async function request(over: Partial<typeof transfer> = {}): Promise<Approval> {
  const { account, visit } = ann;
  const operation = { ...transfer, reference: null, ...over };
  const made = await requestApproval(test, {
    ...{ account, operation, lifeSeconds: 600, clientId },
    visitor: visit.visitor,
  });
  if (!made.ok) throw new Error(made.reason);
  return made.value;
}

const as = ({ account, sessionId, visit }: SignedIn, id: string) => ({
  ...{ id, userId: account.id, sessionId },
  ...visit,
});
async function sign({ id }: Approval, who = ann, key = passkey) {
  const asked = await askApprovalPasskey(test, as(who, id));
  if (!asked.ok) throw new Error(asked.reason);
  return key.answer(asked.value);
}
const approve = ({ id }: Approval, response: Awaited<ReturnType<typeof sign>>, who = ann) =>
  approveByPasskey(test, { ...as(who, id), response });
const stateOf = async ({ id }: Approval) => (await readRow(test.db, id))!.state;

describe('a passkey', () => {
  it('approves what it has signed, and the receipt says that it did', async () => {
    const asked = await request();
    const code = await readCode(test.db, asked.otpId, { browserHash: null, clientId });
    const done = await approve(asked, await sign(asked));
    if (!done.ok) throw new Error(done.reason);
    const receipt = signReceipt(done.value);
    expect(decodeJwt(receipt)).toMatchObject({
      approval: { id: asked.id, ...transfer },
      method: 'passkey',
      amr: ['pop', 'user', 'mfa'],
    });
    // The code that was sent is dead with it.
    expect(
      await approveOperation(test, {
        ...{ id: asked.id, userId: ann.account.id, typed: code },
        visitor: ann.visit.visitor,
      }),
    ).toMatchObject({ reason: 'approval_ended' });
    const { visitor } = newVisit();
    expect(await executeApproval(test, { id: asked.id, receipt, clientId, visitor })).toMatchObject({
      ok: true,
    });
    expect(
      await test.db.auditEvent.findFirst({ where: { type: 'approval_granted', userId: ann.account.id } }),
    ).toMatchObject({ data: { approval: asked.id, way: 'passkey' } });
  });

  it('that approved by a code is not said of it', async () => {
    const asked = await request();
    const typed = await readCode(test.db, asked.otpId, { browserHash: null, clientId });
    const done = await approveOperation(test, {
      ...{ id: asked.id, userId: ann.account.id, typed, visitor: ann.visit.visitor },
    });
    expect(done.ok && decodeJwt(signReceipt(done.value))).toMatchObject({
      method: 'code_sms',
      amr: ['otp', 'sms'],
    });
  });

  it('has to check who holds it', async () => {
    const careless = await plugIn(ann, new SoftwarePasskey(undefined, false));
    const asked = await request();
    expect(await approve(asked, await sign(asked, ann, careless))).toMatchObject(refused);
    expect(await stateOf(asked)).toBe('pending');
  });

  it('of somebody else approves nothing, and a stranger is not even asked', async () => {
    const eve = await addSignedIn(test.db);
    const hers = await plugIn(eve);
    const asked = await request();
    expect(await approve(asked, await sign(asked, ann, hers))).toMatchObject(refused);
    expect(await askApprovalPasskey(test, as(eve, asked.id))).toMatchObject({ reason: 'not_found' });
    expect(await approve(asked, await sign(asked), eve)).toMatchObject({ reason: 'not_found' });
    expect(await stateOf(asked)).toBe('pending');
  });
});

describe('the challenge', () => {
  it('of another approval is refused', async () => {
    const [small, large] = [await request({ amount: '1.00' }), await request({ amount: '9999.00' })];
    expect(await approve(large, await sign(small))).toMatchObject(refused);
    expect(await stateOf(large)).toBe('pending');
  });

  it('of a sign-in, a second step or a check is refused', async () => {
    const asked = await request();
    const { account, sessionId, visit } = ann;
    for (const use of [
      { use: 'sign_in' },
      { use: 'second_factor', userId: account.id },
      { use: 'check', userId: account.id, sessionId },
    ] as const) {
      const options = await askPasskey(test, { for: use, ...visit });
      if (!options.ok) throw new Error(options.reason);
      expect(await approve(asked, passkey.answer(options.value))).toMatchObject(refused);
    }
    expect(await stateOf(asked)).toBe('pending');
  });

  it('is of one session and one browser', async () => {
    const asked = await request();
    const other = { ...ann, sessionId: '00000000-0000-4000-8000-000000000009' };
    expect(await approve(asked, await sign(asked), other)).toMatchObject(refused);
    expect(await approve(asked, await sign(asked), { ...ann, visit: newVisit() })).toMatchObject(refused);
    expect(await approve(asked, await sign(asked))).toMatchObject({ ok: true });
  });

  it('is good once: a replay is refused', async () => {
    const asked = await request();
    const careless = await sign(asked, ann, await plugIn(ann, new SoftwarePasskey(undefined, false)));
    expect(await approve(asked, careless)).toMatchObject(refused);
    // Used up by the first try, whatever signs it now.
    const { challenge } = JSON.parse(
      Buffer.from(careless.response.clientDataJSON, 'base64url').toString(),
    ) as { challenge: string };
    const again = passkey.answer({ challenge, rpId: 'localhost' });
    expect(await approve(asked, again)).toMatchObject(refused);
    const good = await sign(asked);
    expect(await approve(asked, good)).toMatchObject({ ok: true });
    expect(await approve(asked, good)).toMatchObject({ reason: 'approval_ended' });
  });

  it('answered twenty times at the same moment approves once', async () => {
    const asked = await request();
    const response = await sign(asked);
    const answers = await Promise.all(Array.from({ length: 20 }, () => approve(asked, response)));
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
  });

  it('and nineteen others of the same approval approve once between them', async () => {
    const asked = await request();
    const responses = await Promise.all(Array.from({ length: 20 }, () => sign(asked)));
    const answers = await Promise.all(responses.map((response) => approve(asked, response)));
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
  });

  it('does not fit a nonce that somebody writes into its row', async () => {
    const [small, large] = [await request({ amount: '1.00' }), await request({ amount: '9999.00' })];
    const response = await sign(small);
    await test.db.$executeRaw`
      UPDATE "Grant" SET "context" = jsonb_set("context", '{approvalId}', to_jsonb(${large.id}::text))
       WHERE "purpose" = 'passkey' AND "consumedAt" IS NULL`;
    expect(await approve(large, response)).toMatchObject(refused);
  });
});

describe('an edited row', () => {
  it.each([
    ['the amount', Prisma.sql`"amount" = '9250.00'`],
    ['the payee', Prisma.sql`"payee" = 'Eve'`],
    ['the reference', Prisma.sql`"reference" = 'x'`],
    ['the seal', Prisma.sql`"seal" = '\\x00'`],
  ])('is void, whatever a passkey has signed: %s', async (_, edit) => {
    const asked = await request();
    const response = await sign(asked);
    await test.db.$executeRaw`UPDATE "Approval" SET ${edit} WHERE "id" = ${asked.id}::uuid`;
    expect(await approve(asked, response)).toMatchObject({ ok: false, reason: 'approval_void' });
    expect(await stateOf(asked)).toBe('void');
  });

  it('does not turn a code into a passkey', async () => {
    const asked = await request();
    const typed = await readCode(test.db, asked.otpId, { browserHash: null, clientId });
    const by = { id: asked.id, userId: ann.account.id, typed, visitor: ann.visit.visitor };
    expect(await approveOperation(test, by)).toMatchObject({ ok: true });
    await test.db.$executeRaw`
      UPDATE "Approval" SET "method" = 'passkey', "methodSeal" = "receiptSeal" WHERE "id" = ${asked.id}::uuid`;
    expect(await getApproval(test, asked.id, { clientId })).toMatchObject({ state: 'void' });
  });
});
