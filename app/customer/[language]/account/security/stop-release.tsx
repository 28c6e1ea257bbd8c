'use client';

import { FormAlert } from '@/app/_components/form-alert';
import { SubmitButton } from '@/app/_components/submit-button';
import { useActionForm } from '@/app/_components/use-action-form';
import { stopOwnReleaseAction } from './actions';

export function StopRelease({ label }: { label: string }) {
  const { state, pending, formProps } = useActionForm(stopOwnReleaseAction);
  return (
    <form {...formProps} className="grid gap-4">
      <FormAlert state={state} />
      <div>
        <SubmitButton fullWidth={false} pending={pending}>
          {label}
        </SubmitButton>
      </div>
    </form>
  );
}
