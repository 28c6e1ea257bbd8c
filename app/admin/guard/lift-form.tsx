'use client';

import { FormAlert } from '@/app/_components/form-alert';
import { SubmitButton } from '@/app/_components/submit-button';
import { TextField } from '@/app/_components/text-field';
import { useActionForm } from '@/app/_components/use-action-form';
import { changeSwitchAction } from './actions';

export function LiftForm() {
  const { state, pending, formProps } = useActionForm(changeSwitchAction);
  return (
    <form {...formProps} className="grid gap-4">
      <FormAlert state={state} />
      <input type="hidden" name="page" value="guard" />
      <div className="flex flex-wrap items-end gap-3">
        <div className="w-40">
          <TextField name="country" label="Country" placeholder="IN" maxLength={2} autoComplete="off" />
        </div>
        <SubmitButton
          fullWidth={false}
          variant="secondary"
          name="switch"
          value="lift=lifted"
          pending={pending}
        >
          Lift for 24 hours
        </SubmitButton>
      </div>
    </form>
  );
}
