'use client';

import { FormAlert } from '@/app/_components/form-alert';
import { SubmitButton } from '@/app/_components/submit-button';
import { TextField } from '@/app/_components/text-field';
import { useActionForm } from '@/app/_components/use-action-form';
import type { Words } from '@/lib/words/words';
import { requestAddressAction } from './actions';

export interface AddressFormProps {
  kind: 'email' | 'phone';
  typed: string;
  label: string;
  words: Words['address'];
}

export function AddressForm({ kind, typed, label, words }: AddressFormProps) {
  const { state, pending, formProps } = useActionForm(requestAddressAction);
  return (
    <form {...formProps} className="grid gap-5">
      <FormAlert state={state} />
      <input type="hidden" name="kind" value={kind} />
      <TextField
        label={label}
        name="address"
        type={kind === 'email' ? 'email' : 'tel'}
        autoComplete={kind === 'email' ? 'email' : 'tel'}
        autoCapitalize="none"
        spellCheck={false}
        defaultValue={state.values?.address ?? typed}
        error={state.fieldErrors?.address}
      />
      <SubmitButton pending={pending}>{words.submit}</SubmitButton>
    </form>
  );
}
