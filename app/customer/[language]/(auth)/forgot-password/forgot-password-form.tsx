'use client';

import { FormAlert } from '@/app/_components/form-alert';
import { schemaResolver } from '@/app/_components/schema-resolver';
import { SubmitButton } from '@/app/_components/submit-button';
import { TextField } from '@/app/_components/text-field';
import { useActionForm } from '@/app/_components/use-action-form';
import type { Words } from '@/lib/words/words';
import { forgotPasswordAction } from './actions';

export interface ForgotPasswordFormProps {
  words: Words['forgotPassword'];
  sentences: Readonly<Record<string, string>>;
}

export function ForgotPasswordForm({ words, sentences }: ForgotPasswordFormProps) {
  const { state, pending, errorOf, register, formProps } = useActionForm(
    forgotPasswordAction,
    schemaResolver(
      () => import('@/lib/schemas/identifier').then((module) => module.identifierSchema),
      sentences,
    ),
  );
  return (
    <form {...formProps} className="grid gap-5">
      <FormAlert state={state} />
      <TextField
        label={words.identifier}
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        {...register('identifier')}
        defaultValue={state.values?.identifier}
        error={errorOf('identifier')}
      />
      <SubmitButton pending={pending}>{words.submit}</SubmitButton>
    </form>
  );
}
