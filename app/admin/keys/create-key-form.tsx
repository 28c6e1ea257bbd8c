'use client';

import { CheckboxField } from '@/app/_components/checkbox-field';
import { FormAlert } from '@/app/_components/form-alert';
import { SubmitButton } from '@/app/_components/submit-button';
import { TextField } from '@/app/_components/text-field';
import { useActionForm } from '@/app/_components/use-action-form';
import { SecretsOnce } from '../_components/secrets-once';
import { createKeyAction } from './actions';

export function CreateKeyForm({ scopes }: { scopes: readonly { name: string; hint: string }[] }) {
  const { state, pending, formProps } = useActionForm(createKeyAction);
  const { name, days, perMinute, perAddressHour } = state.values ?? {};
  return (
    <form {...formProps} className="grid gap-5">
      <FormAlert state={state} />
      <SecretsOnce state={state} />
      <TextField name="name" label="Name" defaultValue={name} maxLength={100} autoComplete="off" />
      <fieldset className="grid gap-3">
        <legend className="mb-2 font-semibold text-ink">What it may do</legend>
        {scopes.map((scope) => (
          <CheckboxField key={scope.name} name={`scope:${scope.name}`} label={scope.name} hint={scope.hint} />
        ))}
      </fieldset>
      <TextField
        name="days"
        label="Days until it ends"
        hint="Empty: it does not end by itself."
        defaultValue={days ?? '365'}
        inputMode="numeric"
        maxLength={4}
        autoComplete="off"
      />
      <TextField
        name="perMinute"
        label="Code requests a minute"
        hint="Empty: as LIMITS has it."
        defaultValue={perMinute}
        inputMode="numeric"
        maxLength={6}
        autoComplete="off"
      />
      <TextField
        name="perAddressHour"
        label="Messages an hour to one address"
        hint="Empty: the shared limits."
        defaultValue={perAddressHour}
        inputMode="numeric"
        maxLength={6}
        autoComplete="off"
      />
      <div>
        <SubmitButton fullWidth={false} pending={pending}>
          Create key
        </SubmitButton>
      </div>
    </form>
  );
}
