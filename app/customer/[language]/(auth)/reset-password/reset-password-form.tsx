'use client';

import { FormAlert } from '@/app/_components/form-alert';
import { PasswordField } from '@/app/_components/password-field';
import { PasswordStrength } from '@/app/_components/password-strength';
import { schemaResolver } from '@/app/_components/schema-resolver';
import { SubmitButton } from '@/app/_components/submit-button';
import { useActionForm } from '@/app/_components/use-action-form';
import { resetPasswordAction } from './actions';

export interface ResetPasswordFormProps {
  username: string;
  minLength: number;
  sentences: Readonly<Record<string, string>>;
}

export function ResetPasswordForm({ username, minLength, sentences }: ResetPasswordFormProps) {
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
          label="New password"
          autoComplete="new-password"
          hint={`At least ${minLength} characters. A few words you can remember work well.`}
          {...register('password')}
          error={errorOf('password')}
        />
        <PasswordStrength fieldId="password" />
      </div>
      <PasswordField
        label="Confirm password"
        autoComplete="new-password"
        {...register('confirm')}
        error={errorOf('confirm')}
      />
      <SubmitButton pending={pending}>Set new password</SubmitButton>
    </form>
  );
}
