'use client';

import { FormAlert } from '@/app/_components/form-alert';
import { SubmitButton } from '@/app/_components/submit-button';
import { TextField } from '@/app/_components/text-field';
import { useActionForm } from '@/app/_components/use-action-form';
import { revealAddressAction } from '../actions';

/** The full addresses are in this form's answer and nowhere else. */
export function RevealForm({ customerId }: { customerId: string }) {
  const { state, pending, formProps, errorOf } = useActionForm<{ why: string }>(revealAddressAction);
  return (
    <form {...formProps} className="grid gap-4">
      <FormAlert state={state} />
      <input type="hidden" name="customer" value={customerId} />
      <TextField
        name="why"
        label="Why you need the full addresses"
        hint="It goes to the audit log with your name."
        error={errorOf('why')}
        maxLength={200}
        autoComplete="off"
      />
      <div>
        <SubmitButton fullWidth={false} variant="secondary" pending={pending}>
          Show addresses
        </SubmitButton>
      </div>
    </form>
  );
}
