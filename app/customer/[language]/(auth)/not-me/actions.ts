'use server';

import { reportNotMe } from '@/lib/flows/report-not-me';
import { action, formError, said, textField } from '@/lib/web/action';
import { getDeps } from '@/lib/web/deps';

/** Opening the link does nothing: scanners of mail open links, too. */
export const notMeAction = action(async (form, { visitor }) => {
  const endSessions = textField(form, 'endSessions') === 'on';
  const done = await reportNotMe(getDeps(), { token: textField(form, 'token'), endSessions, visitor });
  if (!done.ok) return formError(done.reason);
  return { notice: said(done.value.sessionsEnded ? 'not_me_ended' : 'not_me_noted') };
});
