'use client';

import { FormAlert } from '@/app/_components/form-alert';
import { PasswordField } from '@/app/_components/password-field';
import { PasswordStrength } from '@/app/_components/password-strength';
import { ProofOfWork } from '@/app/_components/proof-of-work';
import { schemaResolver } from '@/app/_components/schema-resolver';
import { SubmitButton } from '@/app/_components/submit-button';
import { TextField } from '@/app/_components/text-field';
import { useActionForm } from '@/app/_components/use-action-form';
import type { Words } from '@/lib/words/words';
import { registerAction } from './actions';

export interface RegisterFormProps {
  words: Words['register'];
  sentences: Readonly<Record<string, string>>;
}

export function RegisterForm({ words, sentences }: RegisterFormProps) {
  const { state, pending, errorOf, register, formProps } = useActionForm(
    registerAction,
    schemaResolver(() => import('@/lib/schemas/register').then((module) => module.registerSchema), sentences),
  );
  return (
    <form {...formProps} className="grid gap-5">
      <FormAlert state={state} />
      <ProofOfWork state={state} />
      <TextField
        label={words.email}
        type="email"
        autoComplete="email"
        autoCapitalize="none"
        spellCheck={false}
        {...register('email')}
        defaultValue={state.values?.email}
        error={errorOf('email')}
      />
      <TextField
        label={words.phone}
        type="tel"
        autoComplete="tel"
        {...register('phone')}
        defaultValue={state.values?.phone}
        error={errorOf('phone')}
      />
      <TextField
        label={words.name}
        autoComplete="name"
        optional
        {...register('name')}
        defaultValue={state.values?.name}
        error={errorOf('name')}
      />
      <div>
        <PasswordField
          label={words.password}
          autoComplete="new-password"
          optional
          hint={words.passwordHint}
          {...register('password')}
          error={errorOf('password')}
        />
        <PasswordStrength fieldId="password" />
      </div>
      <SubmitButton pending={pending}>{words.submit}</SubmitButton>
    </form>
  );
}
