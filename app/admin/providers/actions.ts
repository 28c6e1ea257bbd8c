'use server';

import { revalidatePath } from 'next/cache';
import { setPrice } from '@/lib/flows/console/prices';
import { publicText } from '@/lib/schemas/public-text';
import { action, formError, textField } from '@/lib/web/action';
import { getDeps } from '@/lib/web/deps';
import { providerChoices } from '@/lib/web/read-console-query';
import { requireStaff } from '@/lib/web/require-staff';

/** Sets what a message costs by one provider in one country. */
export const setPriceAction = action(async (form) => {
  const staff = await requireStaff('change_prices', '/admin/providers');
  const provider = providerChoices.find((choice) => choice === textField(form, 'provider'));
  if (!provider) return formError('price_malformed');
  const done = await setPrice(getDeps(), {
    provider,
    country: textField(form, 'country'),
    amount: textField(form, 'amount'),
    currency: textField(form, 'currency'),
    actor: staff.actor,
  });
  if (!done.ok) return formError(done.reason);
  revalidatePath('/admin/providers');
  return { notice: publicText('staff_done') };
});
