'use client';

import { PasskeyForm } from '@/app/_components/passkey-form';
import type { Words } from '@/lib/words/words';
import { askCheckPasskeyAction, confirmByPasskeyAction } from './passkey-actions';

export function PasskeyCheck({ returnTo, words }: { returnTo: string; words: Words['confirm'] }) {
  return (
    <PasskeyForm
      start={askCheckPasskeyAction}
      finish={confirmByPasskeyAction}
      kind="use"
      label={words.passkey}
      otherwise={<p>{words.passkeyNeeds}</p>}
    >
      <input type="hidden" name="next" value={returnTo} />
    </PasskeyForm>
  );
}
