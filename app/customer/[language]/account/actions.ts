'use server';

import { revalidatePath } from 'next/cache';
import { setPreferredChannel } from '@/lib/flows/set-preferred-channel';
import { chooseMethodSchema } from '@/lib/schemas/choose-method';
import { action, formError, said, textField } from '@/lib/web/action';
import { getDeps } from '@/lib/web/deps';
import { fieldError } from '@/lib/web/field-error';
import { requireAccount } from '@/lib/web/fresh-session';
import { requireSession } from '@/lib/web/session';

/** Chooses where codes go first. It opens no new way: the address was proved already. */
export const setPreferredChannelAction = action(async (form) => {
  const account = await requireAccount(await requireSession());
  const typed = chooseMethodSchema.safeParse({ channel: textField(form, 'channel') });
  if (!typed.success) return fieldError('channel', 'channel_required');
  const done = await setPreferredChannel(getDeps(), { account, channel: typed.data.channel });
  if (!done.ok) return formError(done.reason);
  revalidatePath('/account');
  return { notice: said('channel_set') };
});
