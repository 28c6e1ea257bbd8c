'use client';

import { FormAlert } from '@/app/_components/form-alert';
import { SubmitButton } from '@/app/_components/submit-button';
import { useActionForm } from '@/app/_components/use-action-form';
import { unlockAction } from './actions';

export function UnlockForm({ token }: { token: string }) {
  const { state, pending, formProps } = useActionForm(unlockAction);
  return (
    <form {...formProps} className="grid gap-5">
      <FormAlert state={state} />
      <input type="hidden" name="token" value={token} />
      <SubmitButton pending={pending}>Turn codes on again</SubmitButton>
    </form>
  );
}
