'use client';

import { Divider } from '@/app/_components/divider';
import { FormAlert } from '@/app/_components/form-alert';
import { PasswordField } from '@/app/_components/password-field';
import { ProofOfWork } from '@/app/_components/proof-of-work';
import { schemaResolver } from '@/app/_components/schema-resolver';
import { SubmitButton } from '@/app/_components/submit-button';
import { TextField } from '@/app/_components/text-field';
import { TextLink } from '@/app/_components/text-link';
import { useActionForm } from '@/app/_components/use-action-form';
import type { Words } from '@/lib/words/words';
import { signInAction } from './actions';

export interface LoginFormProps {
  words: Words['login'];
  sentences: Readonly<Record<string, string>>;
}

/** One form, two ways. Enter takes the first button, so a typed password is never answered with a code. */
export function LoginForm({ words, sentences }: LoginFormProps) {
  const { state, pending, errorOf, register, formProps } = useActionForm(
    signInAction,
    schemaResolver(() => import('@/lib/schemas/sign-in').then((module) => module.signInSchema), sentences),
  );
  return (
    <form {...formProps} className="grid gap-5">
      <FormAlert state={state} />
      <ProofOfWork state={state} button="[name=method][value=code]" />
      <TextField
        label={words.identifier}
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        {...register('identifier')}
        defaultValue={state.values?.identifier}
        error={errorOf('identifier')}
      />
      <div className="grid gap-1">
        <PasswordField
          label={words.password}
          autoComplete="current-password"
          {...register('password')}
          error={errorOf('password')}
        />
        <div className="text-sm">
          <TextLink href="/forgot-password">{words.forgotPassword}</TextLink>
        </div>
      </div>
      <SubmitButton name="method" value="password" pending={pending}>
        {words.submit}
      </SubmitButton>
      <Divider>{words.or}</Divider>
      <SubmitButton name="method" value="code" variant="secondary" pending={pending}>
        {words.sendCode}
      </SubmitButton>
    </form>
  );
}
