'use client';

import { CheckboxField } from '@/app/_components/checkbox-field';
import { PasskeyForm } from '@/app/_components/passkey-form';
import type { Words } from '@/lib/words/words';
import { askFactorPasskeyAction, passByPasskeyAction } from './passkey-actions';

export function PasskeyStep({ words }: { words: Words['secondFactor'] }) {
  return (
    <PasskeyForm
      start={askFactorPasskeyAction}
      finish={passByPasskeyAction}
      kind="use"
      label={words.passkey}
      otherwise={<p>{words.passkeyNeeds}</p>}
    >
      <CheckboxField name="trust" label={words.trust} hint={words.trustHint} />
    </PasskeyForm>
  );
}
