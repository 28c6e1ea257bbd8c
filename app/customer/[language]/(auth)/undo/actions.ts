'use server';

import { undoAddressChange } from '@/lib/flows/undo-address-change';
import { action, formError, said, textField } from '@/lib/web/action';
import { getDeps } from '@/lib/web/deps';

/** Takes a change of an address back. Opening the link does nothing: scanners of mail open links, too. */
export const undoAction = action(async (form, { visitor }) => {
  const done = await undoAddressChange(getDeps(), { token: textField(form, 'token'), visitor });
  return done.ok ? { notice: said('change_undone') } : formError(done.reason);
});
