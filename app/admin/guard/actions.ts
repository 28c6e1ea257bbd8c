'use server';

import { revalidatePath } from 'next/cache';
import { changeSwitch } from '@/lib/flows/console/change-switch';
import { action, formError, said, textField } from '@/lib/web/action';
import { getDeps } from '@/lib/web/deps';
import { requireStaff } from '@/lib/web/require-staff';

/** Turns a switch: `key=value` as the buttons have it, or a country that was typed. */
export const changeSwitchAction = action(async (form) => {
  const path = textField(form, 'page') === 'providers' ? '/admin/providers' : '/admin/guard';
  const staff = await requireStaff('change_switches', path);
  const typed = textField(form, 'switch');
  const [name = '', value = ''] = typed.split('=');
  const key = name === 'lift' ? `country_lifted:${textField(form, 'country').trim().toUpperCase()}` : name;
  const done = await changeSwitch(getDeps(), { key, value: value || null, actor: staff.actor });
  if (!done.ok) return formError(done.reason);
  revalidatePath(path);
  return { notice: said('staff_done') };
});
