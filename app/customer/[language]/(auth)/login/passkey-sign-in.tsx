'use client';

import { PasskeyForm } from '@/app/_components/passkey-form';
import { askSignInPasskeyAction, signInByPasskeyAction } from './passkey-actions';

export function PasskeySignIn({ label }: { label: string }) {
  return (
    <PasskeyForm
      start={askSignInPasskeyAction}
      finish={signInByPasskeyAction}
      kind="use"
      variant="secondary"
      label={label}
    />
  );
}
