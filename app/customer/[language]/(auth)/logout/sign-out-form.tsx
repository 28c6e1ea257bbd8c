'use client';

import { FormAlert } from '@/app/_components/form-alert';
import { SubmitButton } from '@/app/_components/submit-button';
import { useActionForm } from '@/app/_components/use-action-form';
import { signOutAction } from './actions';

export function SignOutForm({ label }: { label: string }) {
  const { state, pending, formProps } = useActionForm(signOutAction);
  return (
    <form {...formProps} className="grid gap-5">
      <FormAlert state={state} />
      <SubmitButton pending={pending}>{label}</SubmitButton>
    </form>
  );
}
