'use client';

import { FormAlert } from '@/app/_components/form-alert';
import { SubmitButton } from '@/app/_components/submit-button';
import { useActionForm } from '@/app/_components/use-action-form';
import { SecretsOnce } from '../_components/secrets-once';
import { changeWebhookAction } from './actions';

export interface WebhookButton {
  /** As the action reads it. */
  value: string;
  label: string;
  danger?: boolean;
}

/** The buttons of one endpoint, or of one message. */
export function WebhookForm({ id, buttons }: { id: string; buttons: readonly WebhookButton[] }) {
  const { state, pending, formProps } = useActionForm(changeWebhookAction);
  return (
    <form {...formProps} className="grid gap-3">
      <FormAlert state={state} />
      <SecretsOnce state={state} />
      <input type="hidden" name="id" value={id} />
      <div className="flex flex-wrap gap-2">
        {buttons.map(({ value, label, danger = false }) => (
          <SubmitButton
            key={value}
            fullWidth={false}
            variant={danger ? 'danger' : 'secondary'}
            name="do"
            value={value}
            pending={pending}
          >
            {label}
          </SubmitButton>
        ))}
      </div>
    </form>
  );
}
