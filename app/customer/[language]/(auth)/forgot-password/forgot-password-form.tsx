'use client';

import { FormAlert } from '@/app/_components/form-alert';
import { schemaResolver } from '@/app/_components/schema-resolver';
import { SubmitButton } from '@/app/_components/submit-button';
import { TextField } from '@/app/_components/text-field';
import { useActionForm } from '@/app/_components/use-action-form';
import { forgotPasswordAction } from './actions';

export interface ForgotPasswordFormProps {
  sentences: Readonly<Record<string, string>>;
}

export function ForgotPasswordForm({ sentences }: ForgotPasswordFormProps) {
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
        label="Email or phone"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        {...register('identifier')}
        defaultValue={state.values?.identifier}
        error={errorOf('identifier')}
      />
      <SubmitButton pending={pending}>Continue</SubmitButton>
    </form>
  );
}
