'use server';

import { revalidatePath } from 'next/cache';
import { setPrice } from '@/lib/flows/console/prices';
import { sendTest } from '@/lib/flows/console/send-test';
import { action, formError, said, textField } from '@/lib/web/action';
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
  return { notice: said('staff_done') };
});

/** Sends a test code to an address that staff typed; its way can be followed at its delivery. */
export const sendTestAction = action(async (form, { visitor }) => {
  const staff = await requireStaff('send_tests', '/admin/providers');
  const [to, way] = [textField(form, 'to'), textField(form, 'way')];
  const sent = await sendTest(getDeps(), { to, way, staff, visitor });
  if (sent.ok) return { notice: said('test_sent'), follow: `/admin/deliveries/${sent.value.deliveryId}` };
  return {
    ...formError(sent.reason, { seconds: sent.retryAfterSeconds ?? 60 }),
    values: { to: to.slice(0, 254), way },
  };
});
