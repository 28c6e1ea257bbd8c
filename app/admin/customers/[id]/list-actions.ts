import type { CustomerView } from '@/lib/flows/console/get-customer';
import { channelName } from '@/lib/flows/console/words';
import type { Staff } from '@/lib/web/require-staff';
import type { CustomerAction } from './customer-actions';

/** What this person may do for this customer now. The action checks it again. */
export function listActions(customer: CustomerView, staff: Staff): CustomerAction[] {
  if (customer.id === staff.id || (staff.role === 'support' && customer.role !== 'customer')) return [];
  const { addresses, hold, suppressions, sessions, factors, status, role } = customer;
  const list: (CustomerAction | false)[] = [
    staff.can('help_customers') &&
      addresses.some(({ verified }) => verified) && {
        value: 'start_reset',
        label: 'Start a reset',
        hint: 'Sends a message with the way to a new password to every proved address.',
      },
    staff.can('help_customers') &&
      hold !== null && {
        value: 'clear_hold',
        label: 'End the hold',
        hint: 'All counted failures are forgotten.',
      },
    ...(staff.can('help_customers')
      ? suppressions.map(({ channel }) => ({
          value: `lift_suppression:${channel}`,
          label: `Allow ${channelName(channel)} again`,
          hint: 'Only after they told you that messages are welcome.',
        }))
      : []),
    staff.can('help_customers') &&
      sessions.length > 0 && {
        value: 'sign_out',
        label: 'Sign out everywhere',
        hint: 'Ends every session of this customer.',
      },
    staff.can('change_accounts') &&
      factors.length > 0 && {
        value: 'plan_release',
        label: 'Turn off second factors in 24 hours',
        hint: 'For somebody who lost them all. Every proved address is told at once, and the owner can stop it.',
        danger: true,
      },
    staff.can('change_accounts') &&
      (status === 'active'
        ? {
            value: 'disable',
            label: 'Disable',
            hint: 'No sign-in, no codes; all sessions end at once.',
            danger: true,
          }
        : { value: 'enable', label: 'Enable', hint: 'Signing in works again.' }),
    ...(staff.can('change_roles')
      ? (['customer', 'support', 'admin'] as const)
          .filter((other) => other !== role)
          .map((other) => ({
            value: `role:${other}`,
            label: `Make ${other}`,
            hint: `Changes the role from ${role} to ${other}; all sessions end.`,
            danger: other === 'admin',
          }))
      : []),
  ];
  return list.filter((one) => one !== false);
}
