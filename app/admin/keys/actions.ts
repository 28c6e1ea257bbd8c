'use server';

import { revalidatePath } from 'next/cache';
import type { ApiKeySecrets } from '@/lib/accounts/api-keys';
import { endApiKey, makeApiKey, renewApiKey } from '@/lib/flows/console/api-keys';
import { action, type FormAnswer, formError, said, textField } from '@/lib/web/action';
import { getDeps } from '@/lib/web/deps';
import { isUuid } from '@/lib/web/read-console-query';
import { requireStaff } from '@/lib/web/require-staff';

const path = '/admin/keys';

function shownOnce({ token, id, secret }: ApiKeySecrets): FormAnswer {
  revalidatePath(path);
  return {
    notice: said('key_made'),
    secrets: [
      { term: 'Token, for Authorization: Bearer', secret: token },
      { term: 'Id, as the user name of Basic authentication', secret: id },
      { term: 'Secret, as its password', secret },
    ],
  };
}

/** Makes a key; its secrets are in this answer alone. */
export const createKeyAction = action(async (form) => {
  const staff = await requireStaff('change_api_keys', path);
  const scopes = [...form.keys()].filter((name) => name.startsWith('scope:')).map((name) => name.slice(6));
  const [name, days, perMinute, perAddressHour] = [
    textField(form, 'name'),
    textField(form, 'days'),
    textField(form, 'perMinute'),
    textField(form, 'perAddressHour'),
  ];
  const made = await makeApiKey(getDeps(), { name, scopes, days, perMinute, perAddressHour, staff });
  if (made.ok) return shownOnce(made.value);
  return { ...formError(made.reason), values: { name, days, perMinute, perAddressHour } };
});

/** New secrets for a key, or its end. */
export const changeKeyAction = action(async (form) => {
  const { actor } = await requireStaff('change_api_keys', path);
  const id = textField(form, 'key');
  if (!isUuid(id)) return formError('key_gone');
  if (textField(form, 'do') === 'revoke') {
    const ended = await endApiKey(getDeps(), { id, actor });
    if (!ended.ok) return formError(ended.reason);
    revalidatePath(path);
    return { notice: said('staff_done') };
  }
  const renewed = await renewApiKey(getDeps(), { id, hours: textField(form, 'hours'), actor });
  return renewed.ok ? shownOnce(renewed.value) : formError(renewed.reason);
});
