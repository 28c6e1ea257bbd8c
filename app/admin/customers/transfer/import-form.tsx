'use client';

import { FormAlert } from '@/app/_components/form-alert';
import { SubmitButton } from '@/app/_components/submit-button';
import { TextField } from '@/app/_components/text-field';
import { useActionForm } from '@/app/_components/use-action-form';
import { importCustomersAction } from '../actions';

export function ImportForm() {
  const { state, pending, formProps, errorOf } = useActionForm<{ file: string }>(importCustomersAction);
  const problems = state.values?.problems?.split('\n').filter(Boolean) ?? [];
  return (
    <form {...formProps} className="grid gap-5">
      <FormAlert state={state} />
      {problems.length > 0 && (
        <div className="grid gap-2">
          <h3 className="font-semibold text-ink">Rows with a problem</h3>
          <ul className="grid max-h-80 gap-1 overflow-y-auto rounded-control bg-sunken p-4 text-sm">
            {problems.map((problem) => (
              <li key={problem}>
                <bdi>{problem}</bdi>
              </li>
            ))}
          </ul>
        </div>
      )}
      <TextField
        name="file"
        type="file"
        accept=".csv,text/csv"
        label="CSV file"
        hint="The first line names the columns: name, email, phone, customerType, locale. One of email and phone is enough."
        error={errorOf('file')}
      />
      <div className="flex flex-wrap gap-3">
        <SubmitButton fullWidth={false} name="do" value="check" pending={pending}>
          Check only
        </SubmitButton>
        <SubmitButton fullWidth={false} variant="secondary" name="do" value="import" pending={pending}>
          Import
        </SubmitButton>
      </div>
    </form>
  );
}
