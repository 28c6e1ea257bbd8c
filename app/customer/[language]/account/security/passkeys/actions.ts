'use server';

import { revalidatePath } from 'next/cache';
import { addPasskey } from '@/lib/flows/add-passkey';
import { renamePasskey } from '@/lib/flows/rename-passkey';
import { startPasskeySetup } from '@/lib/flows/start-passkey-setup';
import { turnOffFactor } from '@/lib/flows/turn-off-factor';
import { passkeyNameSchema } from '@/lib/schemas/passkey';
import { action, type FormAnswer, formError, said, textField } from '@/lib/web/action';
import { getDeps } from '@/lib/web/deps';
import { fieldError } from '@/lib/web/field-error';
import { ownerOf, readFlow, startFlow } from '@/lib/web/flow-cookie';
import { requireAccount, requireFreshSession } from '@/lib/web/fresh-session';
import { readNewPasskey } from '@/lib/web/read-passkey';
import { requireSession } from '@/lib/web/session';

const page = '/account/security/passkeys';
const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export const startPasskeyAction = action(async () => {
  const session = await requireFreshSession(page);
  const account = await requireAccount(session);
  const flow = (await readFlow()) ?? (await startFlow({ flow: 'check' }));
  const asked = await startPasskeySetup(getDeps(), { account, sessionId: session.id, owner: ownerOf(flow) });
  if (!asked.ok) return formError(asked.reason, { seconds: asked.retryAfterSeconds ?? 60 });
  return { passkeyOptions: JSON.stringify(asked.value) };
});

export const addPasskeyAction = action(async (form, { visitor }): Promise<FormAnswer> => {
  const session = await requireFreshSession(page);
  const account = await requireAccount(session);
  const flow = await readFlow();
  const response = readNewPasskey(form);
  if (!flow || !response) return formError('passkey_refused');
  const name = passkeyNameSchema.safeParse(textField(form, 'name'));
  const done = await addPasskey(getDeps(), {
    account,
    sessionId: session.id,
    name: name.success ? name.data : 'Passkey',
    response,
    owner: ownerOf(flow),
    visitor,
  });
  if (!done.ok) return formError(done.reason);
  revalidatePath(page);
  return { notice: said('passkey_on'), backupCodes: done.value.backupCodes ?? undefined };
});

/** Gives a passkey another name, or turns it off after a fresh check. */
export const changePasskeyAction = action(async (form, { visitor }): Promise<FormAnswer> => {
  const factorId = textField(form, 'factor');
  if (!uuid.test(factorId)) return formError('not_found');
  if (textField(form, 'change') === 'rename') {
    const { user } = await requireSession('while_setting_up');
    const name = passkeyNameSchema.safeParse(textField(form, 'name'));
    if (!name.success) return fieldError('name', 'passkey_name_malformed');
    const renamed = await renamePasskey(getDeps(), { userId: user.id, factorId, name: name.data });
    if (!renamed.ok) return formError(renamed.reason);
    revalidatePath(page);
    return { notice: said('passkey_renamed') };
  }
  const session = await requireFreshSession(page);
  const account = await requireAccount(session);
  const done = await turnOffFactor(getDeps(), { account, sessionId: session.id, factorId, visitor });
  if (!done.ok) return formError(done.reason, { seconds: done.retryAfterSeconds ?? 60 });
  revalidatePath(page);
  return { notice: said('factor_removed') };
});
