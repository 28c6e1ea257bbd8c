'use client';

import { FormAlert } from '@/app/_components/form-alert';
import { SubmitButton } from '@/app/_components/submit-button';
import { TextField } from '@/app/_components/text-field';
import { useActionForm } from '@/app/_components/use-action-form';
import { changePasskeyAction } from './actions';

export interface PasskeyItemProps {
  id: string;
  name: string;
  usedText: string;
}

export function PasskeyItem({ id, name, usedText }: PasskeyItemProps) {
  const { state, pending, formProps } = useActionForm(changePasskeyAction);
  return (
    <li className="py-4">
      <form {...formProps} className="grid gap-3">
        <FormAlert state={state} />
        <input type="hidden" name="factor" value={id} />
        <TextField
          id={`name-${id}`}
          label={`Name of ${name}`}
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
            aria-label={`Rename ${name}`}
          >
            Rename
          </SubmitButton>
          <SubmitButton
            fullWidth={false}
            variant="quiet"
            name="change"
            value="remove"
            pending={pending}
            aria-label={`Remove ${name}`}
          >
            Remove
          </SubmitButton>
        </div>
      </form>
    </li>
  );
}
