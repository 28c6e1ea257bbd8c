'use client';

import { ButtonLink } from '@/app/_components/button-link';
import { CheckboxField } from '@/app/_components/checkbox-field';
import { FormAlert } from '@/app/_components/form-alert';
import { SubmitButton } from '@/app/_components/submit-button';
import { useActionForm } from '@/app/_components/use-action-form';
import { notMeAction } from './actions';

export function NotMeForm({ token }: { token: string }) {
  const { state, pending, formProps } = useActionForm(notMeAction);
  return (
    <form {...formProps} className="grid gap-5">
      <FormAlert state={state} />
      <input type="hidden" name="token" value={token} />
      {state.notice ? (
        <ButtonLink href="/forgot-password" fullWidth>
          Set a new password
        </ButtonLink>
      ) : (
        <>
          <CheckboxField
            name="endSessions"
            label="Sign everybody out of my account"
            hint="If somebody else may be in it. You set a new password afterwards."
          />
          <SubmitButton pending={pending}>This wasn’t me</SubmitButton>
        </>
      )}
    </form>
  );
}
