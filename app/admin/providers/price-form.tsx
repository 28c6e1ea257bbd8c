'use client';

import { FormAlert } from '@/app/_components/form-alert';
import { SubmitButton } from '@/app/_components/submit-button';
import { TextField } from '@/app/_components/text-field';
import { useActionForm } from '@/app/_components/use-action-form';
import { setPriceAction } from './actions';

export function PriceForm({ providers }: { providers: readonly { value: string; label: string }[] }) {
  const { state, pending, formProps } = useActionForm(setPriceAction);
  return (
    <form {...formProps} className="grid gap-4">
      <FormAlert state={state} />
      <div className="flex flex-wrap items-end gap-3">
        <div className="grid gap-1.5">
          <label htmlFor="provider" className="text-sm font-semibold text-ink">
            Provider
          </label>
          <select
            id="provider"
            name="provider"
            className="min-h-12 rounded-control border border-field-line bg-surface px-3 py-2 text-ink shadow-low hover:border-ink"
          >
            {providers.map(({ value, label }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </select>
        </div>
        <div className="w-32">
          <TextField name="country" label="Country code" placeholder="*" maxLength={4} autoComplete="off" />
        </div>
        <div className="w-32">
          <TextField
            name="amount"
            label="Price"
            inputMode="decimal"
            placeholder="0.0075"
            maxLength={12}
            autoComplete="off"
          />
        </div>
        <div className="w-24">
          <TextField name="currency" label="Currency" defaultValue="USD" maxLength={3} autoComplete="off" />
        </div>
        <SubmitButton fullWidth={false} variant="secondary" pending={pending}>
          Set price
        </SubmitButton>
      </div>
      <p className="text-sm text-muted">
        A star is every country without a price of its own. An empty price takes it off the table.
      </p>
    </form>
  );
}
