'use client';

import { FormAlert } from '@/app/_components/form-alert';
import { SubmitButton } from '@/app/_components/submit-button';
import { useActionForm } from '@/app/_components/use-action-form';
import { sendTestAlertAction } from './actions';

export function TestForm() {
  const { state, pending, formProps } = useActionForm(sendTestAlertAction);
  return (
    <form {...formProps} className="grid justify-items-start gap-4">
      <FormAlert state={state} />
      <SubmitButton fullWidth={false} variant="secondary" pending={pending}>
        Send a test
      </SubmitButton>
    </form>
  );
}
