'use client';

import { CheckboxField } from '@/app/_components/checkbox-field';
import { FormAlert } from '@/app/_components/form-alert';
import { SubmitButton } from '@/app/_components/submit-button';
import { TextField } from '@/app/_components/text-field';
import { useActionForm } from '@/app/_components/use-action-form';
import { SecretsOnce } from '../_components/secrets-once';
import { createWebhookAction } from './actions';

export function CreateWebhookForm({ events }: { events: readonly string[] }) {
  const { state, pending, formProps } = useActionForm(createWebhookAction);
  return (
    <form {...formProps} className="grid gap-5">
      <FormAlert state={state} />
      <SecretsOnce state={state} />
      <TextField
        name="url"
        label="Address"
        type="url"
        placeholder="https://shop.example.com/hooks"
        defaultValue={state.values?.url}
        maxLength={2000}
        autoComplete="off"
      />
      <details>
        <summary className="min-h-11 cursor-pointer py-2 font-semibold text-accent">Only some events</summary>
        <fieldset className="grid gap-3 pt-2">
          <legend className="text-sm text-muted">None chosen: it hears of everything.</legend>
          {events.map((event) => (
            <CheckboxField key={event} name={`event:${event}`} label={event} />
          ))}
        </fieldset>
      </details>
      <div>
        <SubmitButton fullWidth={false} pending={pending}>
          Create endpoint
        </SubmitButton>
      </div>
    </form>
  );
}
