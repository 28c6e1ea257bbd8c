'use client';

import type { ReactNode } from 'react';
import { Alert } from '@/app/_components/alert';
import { BackupCodeList } from '@/app/_components/backup-code-list';
import { ButtonLink } from '@/app/_components/button-link';
import { CodeField } from '@/app/_components/code-field';
import { FormAlert } from '@/app/_components/form-alert';
import { SubmitButton } from '@/app/_components/submit-button';
import { useActionForm } from '@/app/_components/use-action-form';
import type { Words } from '@/lib/words/words';
import { turnOnAuthenticatorAction } from './actions';

export interface AuthenticatorFormProps {
  secret: string | null;
  qrCode: ReactNode;
  words: Words['authenticator'];
}

/** `secret` is null once the app is on; then only what the action answered is left to show. */
export function AuthenticatorForm({ secret, qrCode, words }: AuthenticatorFormProps) {
  const { state, pending, formProps } = useActionForm(turnOnAuthenticatorAction);
  if (state.notice || !secret) {
    return (
      <div className="grid gap-5">
        {state.notice || !state.error ? (
          <Alert tone="success">{state.notice ?? words.isOn}</Alert>
        ) : (
          <FormAlert state={state} />
        )}
        {state.backupCodes && <BackupCodeList codes={state.backupCodes} />}
        <ButtonLink href="/account/security" fullWidth>
          {words.done}
        </ButtonLink>
      </div>
    );
  }
  return (
    <form {...formProps} className="grid gap-5">
      <FormAlert state={state} />
      <p>{words.scan}</p>
      {qrCode}
      <div className="text-center">
        <label htmlFor="setup-key" className="text-sm font-semibold text-ink">
          {words.key}
        </label>
        <output
          id="setup-key"
          dir="ltr"
          className="mt-1 flex flex-wrap justify-center gap-x-3 font-mono text-lg text-ink select-all"
        >
          {secret.match(/.{1,4}/g)?.map((group, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the groups never move.
            <span key={index}>{group}</span>
          ))}
        </output>
      </div>
      <CodeField
        key={state.answeredAt}
        label={words.code}
        hint={words.codeHint}
        error={state.fieldErrors?.code}
      />
      <SubmitButton pending={pending}>{words.submit}</SubmitButton>
    </form>
  );
}
