'use client';

import { FormAlert } from '@/app/_components/form-alert';
import { PasswordField } from '@/app/_components/password-field';
import { PasswordStrength } from '@/app/_components/password-strength';
import { schemaResolver } from '@/app/_components/schema-resolver';
import { SubmitButton } from '@/app/_components/submit-button';
import { useActionForm } from '@/app/_components/use-action-form';
import type { Words } from '@/lib/words/words';
import { resetPasswordAction } from './actions';

export interface ResetPasswordFormProps {
  username: string;
  /** With the least length filled in. */
  words: Words['resetPassword'];
  sentences: Readonly<Record<string, string>>;
}

export function ResetPasswordForm({ username, words, sentences }: ResetPasswordFormProps) {
  const { state, pending, errorOf, register, formProps } = useActionForm(
    resetPasswordAction,
    schemaResolver(
      () => import('@/lib/schemas/new-password').then((module) => module.newPasswordSchema),
      sentences,
    ),
  );
  return (
    <form {...formProps} className="grid gap-5">
      <FormAlert state={state} />
      {/* Tells password managers whose password this is. */}
      <input type="text" name="username" autoComplete="username" defaultValue={username} hidden readOnly />
      <div>
        <PasswordField
          label={words.password}
          autoComplete="new-password"
          hint={words.passwordHint}
          {...register('password')}
          error={errorOf('password')}
        />
        <PasswordStrength fieldId="password" />
      </div>
      <PasswordField
        label={words.confirm}
        autoComplete="new-password"
        {...register('confirm')}
        error={errorOf('confirm')}
      />
      <SubmitButton pending={pending}>{words.submit}</SubmitButton>
    </form>
  );
}
