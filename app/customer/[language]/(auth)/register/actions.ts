'use server';

import { redirect } from 'next/navigation';
import { type Identifier, parseIdentifier } from '@/lib/accounts/parse-identifier';
import { requestRegistration } from '@/lib/flows/request-registration';
import type { PublicText } from '@/lib/schemas/public-text';
import { registerSchema } from '@/lib/schemas/register';
import { action, type FormAnswer, formError, textField } from '@/lib/web/action';
import { getDeps } from '@/lib/web/deps';
import { fieldError } from '@/lib/web/field-error';
import { ownerOf, readFlow, startFlow, writeFlow } from '@/lib/web/flow-cookie';
import { passwordMinLength } from '@/lib/web/password-rules';
import { requireProof } from '@/lib/web/require-proof';

/** Sends a code to the address. Whether it has an account already is nowhere in the answer. */
export const registerAction = action(async (form, { visitor }) => {
  const typed = Object.fromEntries(
    ['email', 'phone', 'name', 'password'].map((name) => [name, textField(form, name)]),
  ) as Record<'email' | 'phone' | 'name' | 'password', string>;
  const again = (answer: FormAnswer): FormAnswer => ({ ...answer, values: shownAgain(typed) });
  const parsed = registerSchema.safeParse(typed);
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    return again(fieldError(String(issue.path[0] ?? 'email'), issue.message as PublicText));
  }
  const found: Identifier[] = [];
  for (const kind of ['email', 'phone'] as const) {
    const text = parsed.data[kind];
    if (text === undefined) continue;
    const identifier = parseIdentifier(text);
    if (identifier.kind === 'invalid') return again(fieldError(kind, identifier.reason));
    if (identifier.kind !== kind) return again(fieldError(kind, `${kind}_malformed`));
    found.push(identifier);
  }
  const work = await requireProof(form, visitor, found[0]!.address);
  if (work) return again(work);
  const former = await readFlow();
  const flow = await startFlow({ flow: 'registration', identifier: found[0] });
  const requested = await requestRegistration(getDeps(), {
    identifier: found[0]!,
    other: found[1] ?? null,
    name: parsed.data.name,
    password: parsed.data.password ?? null,
    owner: ownerOf(flow),
    visitor,
    replaces: former?.challengeId,
  });
  if (!requested.ok) {
    if (requested.reason === 'password_weak') {
      return again(
        fieldError('password', requested.problem ?? 'common', undefined, { n: passwordMinLength() }),
      );
    }
    return again(formError(requested.reason, { seconds: requested.retryAfterSeconds ?? 60 }));
  }
  const { challenge, maskedTo } = requested.value;
  await writeFlow({ ...flow, challengeId: challenge.id, maskedTo });
  redirect('/verify');
});

/** Everything but the password. */
function shownAgain({ password: _, ...shown }: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(shown).map(([name, text]) => [name, text.slice(0, 300)]));
}
