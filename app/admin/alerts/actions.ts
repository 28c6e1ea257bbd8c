'use server';

import { revalidatePath } from 'next/cache';
import { changeAlertRule, sendTestAlert } from '@/lib/flows/console/alerts';
import { action, formError, textField } from '@/lib/web/action';
import { getDeps } from '@/lib/web/deps';
import { requireStaff } from '@/lib/web/require-staff';

/** Changes one rule. */
export const changeAlertRuleAction = action(async (form) => {
  const staff = await requireStaff('change_alerts', '/admin/alerts');
  const typed = {
    rule: textField(form, 'rule'),
    enabled: textField(form, 'enabled') !== '',
    threshold: textField(form, 'threshold'),
    windowMinutes: textField(form, 'window'),
    minimum: textField(form, 'minimum'),
    ways: form.getAll('ways').map(String),
  };
  const done = await changeAlertRule(getDeps(), typed, staff.actor);
  if (!done.ok) return formError(done.reason);
  revalidatePath('/admin/alerts');
  return { notice: 'The rule is changed. It is in the audit log.' };
});

/** Sends a test by every way that is set. */
export const sendTestAlertAction = action(async () => {
  const staff = await requireStaff('change_alerts', '/admin/alerts');
  const done = await sendTestAlert(getDeps(), staff.actor);
  if (!done.ok) return formError(done.reason);
  revalidatePath('/admin/alerts');
  return { notice: 'The test is on its way. Reload this page to see how it went.' };
});
