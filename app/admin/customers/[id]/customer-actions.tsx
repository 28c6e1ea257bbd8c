'use client';

import { FormAlert } from '@/app/_components/form-alert';
import { SubmitButton } from '@/app/_components/submit-button';
import { useActionForm } from '@/app/_components/use-action-form';
import { helpCustomerAction } from '../actions';

export interface CustomerAction {
  /** As the action reads it: `kind`, or `kind:what`. */
  value: string;
  label: string;
  hint: string;
  danger?: boolean;
}

/** One form, a button for each thing that can be done now. */
export function CustomerActions({
  customerId,
  actions,
}: {
  customerId: string;
  actions: readonly CustomerAction[];
}) {
  const { state, pending, formProps } = useActionForm(helpCustomerAction);
  return (
    <form {...formProps} className="grid gap-4">
      <FormAlert state={state} />
      <input type="hidden" name="customer" value={customerId} />
      <ul className="divide-y divide-line">
        {actions.map(({ value, label, hint, danger = false }) => (
          <li key={value} className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 py-3">
            <p className="min-w-0 flex-1 basis-56 text-sm text-muted">{hint}</p>
            <SubmitButton
              fullWidth={false}
              variant={danger ? 'danger' : 'secondary'}
              name="do"
              value={value}
              pending={pending}
            >
              {label}
            </SubmitButton>
          </li>
        ))}
      </ul>
    </form>
  );
}
