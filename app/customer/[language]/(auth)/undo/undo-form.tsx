'use client';

import { ButtonLink } from '@/app/_components/button-link';
import { FormAlert } from '@/app/_components/form-alert';
import { SubmitButton } from '@/app/_components/submit-button';
import { useActionForm } from '@/app/_components/use-action-form';
import { undoAction } from './actions';

export function UndoForm({ token }: { token: string }) {
  const { state, pending, formProps } = useActionForm(undoAction);
  return (
    <form {...formProps} className="grid gap-5">
      <FormAlert state={state} />
      <input type="hidden" name="token" value={token} />
      {state.notice ? (
        <ButtonLink href="/forgot-password" fullWidth>
          Set a new password
        </ButtonLink>
      ) : (
        <SubmitButton pending={pending}>Take the change back</SubmitButton>
      )}
    </form>
  );
}
