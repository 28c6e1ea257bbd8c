'use client';

import { FormAlert } from '@/app/_components/form-alert';
import { SubmitButton } from '@/app/_components/submit-button';
import { useActionForm } from '@/app/_components/use-action-form';
import type { Words } from '@/lib/words/words';
import { removeAddressAction } from './actions';

export function RemoveAddressForm({ kind, words }: { kind: 'email' | 'phone'; words: Words['address'] }) {
  const { state, pending, formProps } = useActionForm(removeAddressAction);
  return (
    <form {...formProps} className="grid gap-4">
      <FormAlert state={state} />
      <input type="hidden" name="kind" value={kind} />
      <SubmitButton variant="quiet" pending={pending}>
        {kind === 'email' ? words.removeEmail : words.removePhone}
      </SubmitButton>
    </form>
  );
}
