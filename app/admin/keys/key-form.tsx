'use client';

import { FormAlert } from '@/app/_components/form-alert';
import { SubmitButton } from '@/app/_components/submit-button';
import { useActionForm } from '@/app/_components/use-action-form';
import { SecretsOnce } from '../_components/secrets-once';
import { changeKeyAction } from './actions';

/** Rotates or revokes one key. How long the former secrets stay good is chosen with the rotation. */
export function KeyForm({ keyId, name }: { keyId: string; name: string }) {
  const { state, pending, formProps } = useActionForm(changeKeyAction);
  return (
    <form {...formProps} className="grid grid-cols-1 gap-3">
      <FormAlert state={state} />
      <SecretsOnce state={state} />
      <input type="hidden" name="key" value={keyId} />
      <div className="flex flex-wrap items-center gap-2">
        <label htmlFor={`hours-${keyId}`} className="min-w-0 text-sm wrap-anywhere text-muted">
          The former secrets of {name} stay good for
        </label>
        <select
          id={`hours-${keyId}`}
          name="hours"
          defaultValue="24"
          className="min-h-11 rounded-control border border-field-line bg-surface px-3 text-ink shadow-low hover:border-ink"
        >
          <option value="0">0 hours</option>
          <option value="1">1 hour</option>
          <option value="24">24 hours</option>
          <option value="168">7 days</option>
        </select>
        <SubmitButton fullWidth={false} variant="secondary" name="do" value="rotate" pending={pending}>
          Rotate
        </SubmitButton>
        <SubmitButton fullWidth={false} variant="danger" name="do" value="revoke" pending={pending}>
          Revoke
        </SubmitButton>
      </div>
    </form>
  );
}
