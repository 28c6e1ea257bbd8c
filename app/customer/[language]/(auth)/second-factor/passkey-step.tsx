'use client';

import { CheckboxField } from '@/app/_components/checkbox-field';
import { PasskeyForm } from '@/app/_components/passkey-form';
import { askFactorPasskeyAction, passByPasskeyAction } from './passkey-actions';

export function PasskeyStep() {
  return (
    <PasskeyForm
      start={askFactorPasskeyAction}
      finish={passByPasskeyAction}
      kind="use"
      label="Use your passkey"
      otherwise={<p>Passkeys need JavaScript and a newer browser. Choose another way here.</p>}
    >
      <CheckboxField
        name="trust"
        label="Do not ask on this device for 30 days"
        hint="Only on a device that nobody else uses."
      />
    </PasskeyForm>
  );
}
