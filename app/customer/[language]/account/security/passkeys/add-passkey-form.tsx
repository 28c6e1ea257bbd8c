'use client';

import { Alert } from '@/app/_components/alert';
import { PasskeyForm } from '@/app/_components/passkey-form';
import { TextField } from '@/app/_components/text-field';
import type { Words } from '@/lib/words/words';
import { addPasskeyAction, startPasskeyAction } from './actions';

export interface AddPasskeyFormProps {
  suggestion: string;
  words: Words['passkeys'];
}

export function AddPasskeyForm({ suggestion, words }: AddPasskeyFormProps) {
  return (
    <PasskeyForm
      start={startPasskeyAction}
      finish={addPasskeyAction}
      kind="make"
      label={words.add}
      otherwise={<Alert tone="info">{words.needs}</Alert>}
    >
      <TextField
        id="new-name"
        label={words.newName}
        name="name"
        hint={words.newNameHint}
        autoComplete="off"
        maxLength={60}
        defaultValue={suggestion}
      />
    </PasskeyForm>
  );
}
