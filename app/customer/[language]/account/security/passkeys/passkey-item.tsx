'use client';

import { FormAlert } from '@/app/_components/form-alert';
import { SubmitButton } from '@/app/_components/submit-button';
import { TextField } from '@/app/_components/text-field';
import { useActionForm } from '@/app/_components/use-action-form';
import { fill } from '@/lib/words/fill';
import type { Words } from '@/lib/words/words';
import { changePasskeyAction } from './actions';

export interface PasskeyItemProps {
  id: string;
  name: string;
  usedText: string;
  words: Words['passkeys'];
}

export function PasskeyItem({ id, name, usedText, words }: PasskeyItemProps) {
  const { state, pending, formProps } = useActionForm(changePasskeyAction);
  return (
    <li className="py-4">
      <form {...formProps} className="grid gap-3">
        <FormAlert state={state} />
        <input type="hidden" name="factor" value={id} />
        <TextField
          id={`name-${id}`}
          label={fill(words.nameOf, { name })}
          name="name"
          hint={usedText}
          autoComplete="off"
          maxLength={60}
          defaultValue={name}
          error={state.fieldErrors?.name}
        />
        <div className="flex flex-wrap gap-3">
          <SubmitButton
            fullWidth={false}
            variant="secondary"
            name="change"
            value="rename"
            pending={pending}
            aria-label={fill(words.renameIt, { name })}
          >
            {words.rename}
          </SubmitButton>
          <SubmitButton
            fullWidth={false}
            variant="quiet"
            name="change"
            value="remove"
            pending={pending}
            aria-label={fill(words.removeIt, { name })}
          >
            {words.remove}
          </SubmitButton>
        </div>
      </form>
    </li>
  );
}
