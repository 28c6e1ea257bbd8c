'use server';

import { revalidatePath } from 'next/cache';
import { resendDelivery } from '@/lib/flows/console/resend-delivery';
import { action, formError, said, textField } from '@/lib/web/action';
import { getDeps } from '@/lib/web/deps';
import { isUuid } from '@/lib/web/read-console-query';
import { requireStaff } from '@/lib/web/require-staff';

/** Sends a code that lives once more, by the provider that staff chose. */
export const resendDeliveryAction = action(async (form, { visitor }) => {
  const deliveryId = textField(form, 'delivery');
  const path = isUuid(deliveryId) ? `/admin/deliveries/${deliveryId}` : '/admin/deliveries';
  const staff = await requireStaff('resend_deliveries', path);
  if (!isUuid(deliveryId)) return formError('not_found');
  const provider = textField(form, 'provider');
  const sent = await resendDelivery(getDeps(), { deliveryId, provider, staff, visitor });
  if (!sent.ok) return formError(sent.reason, { seconds: sent.retryAfterSeconds ?? 60 });
  revalidatePath(path);
  return { notice: said('test_sent') };
});
