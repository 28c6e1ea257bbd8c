'use server';

import { revalidatePath } from 'next/cache';
import { type Help, helpCustomer, helpRights } from '@/lib/flows/console/help-customer';
import { importCustomers } from '@/lib/flows/console/import-customers';
import { revealAddress } from '@/lib/flows/console/reveal-address';
import { action, type FormAnswer, formError, said, textField } from '@/lib/web/action';
import { getDeps } from '@/lib/web/deps';
import { fieldError } from '@/lib/web/field-error';
import { isUuid } from '@/lib/web/read-console-query';
import { requireStaff } from '@/lib/web/require-staff';

/** What a button of the customer's page asks for: `kind`, or `kind:what`. */
function readHelp(typed: string): Help | null {
  const [kind = '', what = ''] = typed.split(':');
  switch (kind) {
    case 'start_reset':
    case 'clear_hold':
    case 'plan_release':
    case 'sign_out':
    case 'disable':
    case 'enable':
      return { kind };
    case 'lift_suppression':
      return { kind, channel: what };
    case 'role':
      return what === 'customer' || what === 'support' || what === 'admin' ? { kind, role: what } : null;
    default:
      return null;
  }
}

/** Helps one customer, with the right that this kind of help needs. */
export const helpCustomerAction = action(async (form, { visitor }): Promise<FormAnswer> => {
  const userId = textField(form, 'customer');
  const help = readHelp(textField(form, 'do'));
  const path = isUuid(userId) ? `/admin/customers/${userId}` : '/admin/customers';
  const staff = await requireStaff(help ? helpRights[help.kind] : 'help_customers', path);
  if (!help || !isUuid(userId)) return formError('not_found');
  const done = await helpCustomer(getDeps(), { userId, help, staff, visitor });
  if (!done.ok) return formError(done.reason);
  revalidatePath(path);
  return { notice: said('staff_done') };
});

/** Shows the full addresses once, in this answer alone, after the reason is in the audit log. */
export const revealAddressAction = action(async (form, { visitor }): Promise<FormAnswer> => {
  const userId = textField(form, 'customer');
  const path = isUuid(userId) ? `/admin/customers/${userId}` : '/admin/customers';
  const staff = await requireStaff('reveal_addresses', path);
  if (!isUuid(userId)) return formError('not_found');
  const shown = await revealAddress(getDeps(), {
    userId,
    why: textField(form, 'why'),
    actor: staff.actor,
    visitor,
  });
  if (!shown.ok)
    return shown.reason === 'reason_required' ? fieldError('why', shown.reason) : formError(shown.reason);
  const { email, phone } = shown.value;
  return { notice: [email, phone].filter(Boolean).join(' · ') };
});

/** Checks or imports a CSV file. What is wrong with which row comes back in the answer. */
export const importCustomersAction = action(async (form): Promise<FormAnswer> => {
  const staff = await requireStaff('move_customers', '/admin/customers/transfer');
  const file = form.get('file');
  if (!(file instanceof File) || file.size === 0) return fieldError('file', 'file_required');
  const dryRun = textField(form, 'do') !== 'import';
  const text = file.stream().pipeThrough(new TextDecoderStream()) as unknown as AsyncIterable<string>;
  const report = await importCustomers(getDeps(), { text, dryRun, actor: staff.actor });
  if (!report.ok) return fieldError('file', report.reason);
  const { rows, added, known, bad, problems } = report.value;
  const verb = dryRun ? 'would be added' : 'added';
  return {
    notice: `${rows} rows: ${added} ${verb}, ${known} known already, ${bad} with a problem.`,
    values: { problems: problems.map(({ row, why }) => `Row ${row}: ${why}`).join('\n') },
  };
});
