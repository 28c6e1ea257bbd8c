'use client';

import { FormAlert } from '@/app/_components/form-alert';
import { PasswordField } from '@/app/_components/password-field';
import { PasswordStrength } from '@/app/_components/password-strength';
import { schemaResolver } from '@/app/_components/schema-resolver';
import { SubmitButton } from '@/app/_components/submit-button';
import { useActionForm } from '@/app/_components/use-action-form';
import { fill } from '@/lib/words/fill';
import type { Words } from '@/lib/words/words';
import { changePasswordAction } from './actions';

export interface PasswordFormProps {
  hasPassword: boolean;
  username: string;
  minLength: number;
  /** Count for nothing in a password of their owner. */
  ownWords: readonly string[];
  sentences: Readonly<Record<string, string>>;
  words: Words['password'];
}

export function PasswordForm(props: PasswordFormProps) {
  const { hasPassword, username, minLength, ownWords, sentences, words } = props;
  const { state, pending, errorOf, register, formProps } = useActionForm(
    changePasswordAction,
    schemaResolver(
      () => import('@/lib/schemas/new-password').then((module) => module.changePasswordSchema),
      sentences,
    ),
  );
  return (
    <form {...formProps} className="grid gap-5">
      <FormAlert state={state} />
      {/* Tells password managers whose password this is. */}
      <input type="text" name="username" autoComplete="username" defaultValue={username} hidden readOnly />
      {hasPassword && (
        <PasswordField
          label={words.current}
          autoComplete="current-password"
          {...register('current')}
          error={errorOf('current')}
        />
      )}
      <div>
        <PasswordField
          label={words.password}
          autoComplete="new-password"
          hint={fill(words.hint, { n: minLength })}
          {...register('password')}
          error={errorOf('password')}
        />
        <PasswordStrength fieldId="password" ownWords={ownWords} />
      </div>
      <PasswordField
        label={words.confirm}
        autoComplete="new-password"
        {...register('confirm')}
        error={errorOf('confirm')}
      />
      <SubmitButton pending={pending}>{hasPassword ? words.submitChange : words.submitSet}</SubmitButton>
    </form>
  );
}
