'use client';

import { PasskeyForm } from '@/app/_components/passkey-form';
import { askCheckPasskeyAction, confirmByPasskeyAction } from './passkey-actions';

export function PasskeyCheck({ returnTo }: { returnTo: string }) {
  return (
    <PasskeyForm
      start={askCheckPasskeyAction}
      finish={confirmByPasskeyAction}
      kind="use"
      label="Use your passkey"
      otherwise={<p>Passkeys need JavaScript and a newer browser. Choose another way here.</p>}
    >
      <input type="hidden" name="next" value={returnTo} />
    </PasskeyForm>
  );
}
