'use client';

import { FormAlert } from '@/app/_components/form-alert';
import { SubmitButton } from '@/app/_components/submit-button';
import { useActionForm } from '@/app/_components/use-action-form';
import { SelectField } from '../../_components/select-field';
import { resendDeliveryAction } from '../actions';

export function ResendForm({
  deliveryId,
  providers,
}: {
  deliveryId: string;
  providers: readonly { value: string; label: string }[];
}) {
  const { state, pending, formProps } = useActionForm(resendDeliveryAction);
  return (
    <form {...formProps} className="grid gap-4">
      <FormAlert state={state} />
      <input type="hidden" name="delivery" value={deliveryId} />
      <div className="flex flex-wrap items-end gap-3">
        <div className="min-w-48">
          <SelectField name="provider" label="Provider" options={providers} />
        </div>
        <SubmitButton fullWidth={false} variant="secondary" pending={pending}>
          Send again
        </SubmitButton>
      </div>
    </form>
  );
}
