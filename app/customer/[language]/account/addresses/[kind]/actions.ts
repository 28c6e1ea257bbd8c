'use server';

import { redirect } from 'next/navigation';
import { parseIdentifier } from '@/lib/accounts/parse-identifier';
import { removeAddress } from '@/lib/flows/remove-address';
import { requestAddressProof } from '@/lib/flows/request-address-proof';
import { action, formError, textField } from '@/lib/web/action';
import { getDeps } from '@/lib/web/deps';
import { fieldError } from '@/lib/web/field-error';
import { ownerOf, readFlow, startFlow, writeFlow } from '@/lib/web/flow-cookie';
import { requireAccount, requireFreshSession } from '@/lib/web/fresh-session';

function readKind(form: FormData): 'email' | 'phone' {
  return textField(form, 'kind') === 'phone' ? 'phone' : 'email';
}

/** Sends a code to the address that the customer wants to use. Nothing changes before it comes back. */
export const requestAddressAction = action(async (form, { visitor }) => {
  const kind = readKind(form);
  const session = await requireFreshSession(`/account/addresses/${kind}`);
  const account = await requireAccount(session);
  const typed = textField(form, 'address');
  if (typed.trim() === '') return fieldError('address', `${kind}_required`, typed);
  const identifier = parseIdentifier(typed);
  if (identifier.kind === 'invalid') {
    // The page knows which of the two it asked for.
    const reason = identifier.reason === 'unrecognised' ? (`${kind}_malformed` as const) : identifier.reason;
    return fieldError('address', reason, typed);
  }
  if (identifier.kind !== kind) return fieldError('address', `${kind}_malformed`, typed);
  const former = await readFlow();
  const flow = await startFlow({ flow: 'verification', identifier });
  const requested = await requestAddressProof(getDeps(), {
    account,
    sessionId: session.id,
    kind,
    address: identifier.address,
    owner: ownerOf(flow),
    visitor,
    replaces: former?.challengeId,
  });
  if (!requested.ok) return formError(requested.reason, { seconds: requested.retryAfterSeconds ?? 60 });
  const { challenge, maskedTo } = requested.value;
  await writeFlow({ ...flow, challengeId: challenge.id, maskedTo });
  redirect('/verify');
});

export const removeAddressAction = action(async (form, { visitor }) => {
  const kind = readKind(form);
  const session = await requireFreshSession(`/account/addresses/${kind}`);
  const account = await requireAccount(session);
  const removed = await removeAddress(getDeps(), { account, sessionId: session.id, kind, visitor });
  if (!removed.ok) return formError(removed.reason, { seconds: removed.retryAfterSeconds ?? 60 });
  redirect('/account');
});
