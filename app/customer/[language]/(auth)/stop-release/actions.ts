'use server';

import { stopFactorRelease } from '@/lib/flows/stop-factor-release';
import { action, formError, said, textField } from '@/lib/web/action';
import { getDeps } from '@/lib/web/deps';

/** Keeps the second steps of an account on. Opening the link does nothing. */
export const stopReleaseAction = action(async (form, { visitor }) => {
  const done = await stopFactorRelease(getDeps(), { by: { token: textField(form, 'token') }, visitor });
  return done.ok ? { notice: said('release_stopped') } : formError(done.reason);
});
