'use client';

import type { ReactNode } from 'react';
import { ButtonLink } from '@/app/_components/button-link';
import { FormAlert } from '@/app/_components/form-alert';
import { SubmitButton } from '@/app/_components/submit-button';
import { useActionForm } from '@/app/_components/use-action-form';
import type { FormState } from '@/lib/schemas/form-state';

export interface LinkFormProps {
  action: (previous: FormState, form: FormData) => Promise<FormState>;
  token: string;
  submit: string;
  /** The link to a new password, in place of the button once all is done; absent where the action leads on itself. */
  next?: string;
  /** Further fields. */
  children?: ReactNode;
}

export function LinkForm({ action, token, submit, next, children }: LinkFormProps) {
  const { state, pending, formProps } = useActionForm(action);
  return (
    <form {...formProps} className="grid gap-5">
      <FormAlert state={state} />
      <input type="hidden" name="token" value={token} />
      {state.notice && next ? (
        <ButtonLink href="/forgot-password" fullWidth>
          {next}
        </ButtonLink>
      ) : (
        <>
          {children}
          <SubmitButton pending={pending}>{submit}</SubmitButton>
        </>
      )}
    </form>
  );
}
