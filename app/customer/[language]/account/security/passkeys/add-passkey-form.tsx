'use client';

import { Alert } from '@/app/_components/alert';
import { PasskeyForm } from '@/app/_components/passkey-form';
import { TextField } from '@/app/_components/text-field';
import { addPasskeyAction, startPasskeyAction } from './actions';

export function AddPasskeyForm({ suggestion }: { suggestion: string }) {
  return (
    <PasskeyForm
      start={startPasskeyAction}
      finish={addPasskeyAction}
      kind="make"
      label="Add a passkey"
      otherwise={<Alert tone="info">Passkeys need JavaScript and a newer browser.</Alert>}
    >
      <TextField
        id="new-name"
        label="Name of the new passkey"
        name="name"
        hint="To tell it from others later."
        autoComplete="off"
        maxLength={60}
        defaultValue={suggestion}
      />
    </PasskeyForm>
  );
}
