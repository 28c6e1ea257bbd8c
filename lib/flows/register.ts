import { checkPassword, hashPassword, type PasswordProblem } from '@/lib/accounts/password';
import { recordEvent } from '@/lib/audit/record-event';
import type { ChallengeOwner } from '@/lib/codes/challenge';
import { consumeGrant, getGrant, issueGrant } from '@/lib/codes/grants';
import type { Database } from '@/lib/db/client';
import { clientSubject } from '@/lib/limits/client-subject';
import { fail, ok, type Result } from '@/lib/result';
import { actorOf, type Deps, type Visitor } from './deps';
import { readRegistration } from './request-registration';

export interface RegisterInput {
  /** Earned by a right `registration` code. */
  grant: string;
  /** For clients that give them only now; pages gave them with the address. */
  name?: string;
  password?: string;
  owner: ChallengeOwner;
  visitor: Visitor;
}

/**
 * Makes the account of a proved address; before that nothing of it exists. The unique constraint decides between
 * registrations of one address at the same time. Done is a `login` grant, so that signing in goes the only way there is.
 */
export async function register(
  { db }: Deps,
  input: RegisterInput,
): Promise<
  Result<
    { userId: string; grant: string },
    'grant_used' | 'address_taken' | 'password_weak',
    { problem: PasswordProblem }
  >
> {
  const pending = await getGrant(db, input.grant, 'registration', input.owner);
  if (!pending?.address) return fail('grant_used');
  const given = readRegistration(pending.context);
  const kind = pending.channel === 'email' ? 'email' : 'phone';
  const name = input.name?.trim() || given.name;
  let { passwordHash } = given;
  if (input.password) {
    const checked = await checkPassword(input.password, { name, [kind]: pending.address });
    if (!checked.ok) return fail('password_weak', { problem: checked.reason });
    passwordHash = await hashPassword(input.password);
  }
  return db.$transaction(async (tx) => {
    const inner = tx as Database;
    const grant = await consumeGrant(inner, input.grant, 'registration', input.owner);
    if (!grant) return fail('grant_used');
    await forgetContext(inner, grant.id, grant.otpId);
    const created = await inner.$queryRaw<{ id: string }[]>`
      INSERT INTO "User" ("name", "email", "phone", "emailVerifiedAt", "phoneVerifiedAt", "passwordHash",
                          "passwordChangedAt", "locale")
      SELECT ${name}, CASE WHEN e THEN ${grant.address} END, CASE WHEN e THEN NULL ELSE ${grant.address} END,
             CASE WHEN e THEN now() END, CASE WHEN e THEN NULL ELSE now() END, ${passwordHash}::text,
             CASE WHEN ${passwordHash}::text IS NOT NULL THEN now() END, ${input.visitor.locale}
        FROM (SELECT ${kind === 'email'}::boolean AS e) AS kind
      ON CONFLICT DO NOTHING RETURNING "id"::text`;
    const userId = created[0]?.id;
    if (!userId) return fail('address_taken');
    if (given.other) {
      await inner.$executeRaw`
        INSERT INTO "PendingAddress" ("userId", "kind", "address")
        VALUES (${userId}::uuid, ${given.other.kind}, ${given.other.address})`;
    }
    await recordEvent(inner, {
      type: 'registered',
      userId,
      actor: actorOf(input.visitor),
      otpId: grant.otpId,
      requestId: input.visitor.requestId,
      client: clientSubject(input.visitor.clientAddress),
      data: { channel: grant.channel },
    });
    const context = { methods: [`code_${grant.channel}`] };
    return ok({
      userId,
      grant: await issueGrant(inner, { purpose: 'login', userId, owner: input.owner, context }),
    });
  });
}

/** The hash of the password has moved to the account, or is not wanted. */
async function forgetContext(db: Database, grantId: string, otpId: string | null): Promise<void> {
  await db.$executeRaw`
    WITH grants AS (UPDATE "Grant" SET "context" = NULL WHERE "id" = ${grantId}::uuid)
    UPDATE "Otp" SET "context" = NULL WHERE "id" = ${otpId}::uuid`;
}
