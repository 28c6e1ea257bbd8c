'use client';

import { FormAlert } from '@/app/_components/form-alert';
import { SubmitButton } from '@/app/_components/submit-button';
import { useActionForm } from '@/app/_components/use-action-form';
import { executeAction } from './actions';

export function ExecuteForm({ approval }: { approval: string }) {
  const { state, pending, formProps } = useActionForm(executeAction);
  return (
    <form {...formProps} className="grid gap-5">
      <FormAlert state={state} />
      <input type="hidden" name="approval" value={approval} />
      <SubmitButton pending={pending}>Carry it out</SubmitButton>
    </form>
  );
}
