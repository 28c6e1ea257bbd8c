'use client';

import { FormAlert } from '@/app/_components/form-alert';
import { SubmitButton } from '@/app/_components/submit-button';
import { TextField } from '@/app/_components/text-field';
import { useActionForm } from '@/app/_components/use-action-form';
import { transferAction } from './actions';

const fields = [
  { name: 'amount', label: 'Amount', defaultValue: '1250.00', inputMode: 'decimal' },
  { name: 'currency', label: 'Currency', defaultValue: 'EUR' },
  { name: 'payee', label: 'Payee', defaultValue: 'Anna Muster' },
  { name: 'text', label: 'Details', optional: true },
] as const;

export function TransferForm() {
  const { state, pending, formProps } = useActionForm(transferAction);
  return (
    <form {...formProps} className="grid gap-5">
      <FormAlert state={state} />
      {fields.map((field) => (
        <TextField
          key={`${field.name}${state.answeredAt ?? ''}`}
          {...field}
          defaultValue={
            state.values?.[field.name] ?? ('defaultValue' in field ? field.defaultValue : undefined)
          }
          error={state.fieldErrors?.[field.name]}
        />
      ))}
      <SubmitButton pending={pending}>Ask for approval</SubmitButton>
    </form>
  );
}
