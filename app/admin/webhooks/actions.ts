'use server';

import { revalidatePath } from 'next/cache';
import { changeWebhook, makeWebhook, renewWebhookSecret, webhookDeeds } from '@/lib/flows/console/webhooks';
import { action, type FormAnswer, formError, said, textField } from '@/lib/web/action';
import { getDeps } from '@/lib/web/deps';
import { isUuid } from '@/lib/web/read-console-query';
import { requireStaff } from '@/lib/web/require-staff';

const path = '/admin/webhooks';

function shownOnce(secret: string): FormAnswer {
  revalidatePath(path);
  return { notice: said('webhook_made'), secrets: [{ term: 'Signing secret', secret }] };
}

/** Makes an endpoint; its secret is in this answer alone. */
export const createWebhookAction = action(async (form) => {
  const staff = await requireStaff('change_webhooks', path);
  const events = [...form.keys()].filter((name) => name.startsWith('event:')).map((name) => name.slice(6));
  const url = textField(form, 'url');
  const made = await makeWebhook(getDeps(), { url, events, staff });
  if (made.ok) return shownOnce(made.value.secret);
  return { ...formError(made.reason), values: { url: url.slice(0, 300) } };
});

/** What a button of an endpoint or of a message asks for. */
export const changeWebhookAction = action(async (form) => {
  const staff = await requireStaff('change_webhooks', path);
  const id = textField(form, 'id');
  const wanted = textField(form, 'do');
  if (!isUuid(id)) return formError('webhook_gone');
  if (wanted === 'rotate') {
    const renewed = await renewWebhookSecret(getDeps(), { id, staff });
    return renewed.ok ? shownOnce(renewed.value.secret) : formError(renewed.reason);
  }
  const deed = webhookDeeds.find((one) => one === wanted);
  if (!deed) return formError('webhook_gone');
  const done = await changeWebhook(getDeps(), { id, deed, staff });
  if (!done.ok) return formError(done.reason);
  revalidatePath(path);
  return { notice: said(deed === 'enable' || deed === 'disable' ? 'staff_done' : 'webhook_queued') };
});
