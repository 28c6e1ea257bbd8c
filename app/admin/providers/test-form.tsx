'use client';

import { FormAlert } from '@/app/_components/form-alert';
import { SubmitButton } from '@/app/_components/submit-button';
import { TextField } from '@/app/_components/text-field';
import { TextLink } from '@/app/_components/text-link';
import { useActionForm } from '@/app/_components/use-action-form';
import { SelectField } from '../_components/select-field';
import { sendTestAction } from './actions';

export function TestForm({ ways }: { ways: readonly { value: string; label: string }[] }) {
  const { state, pending, formProps } = useActionForm(sendTestAction);
  return (
    <form {...formProps} className="grid gap-4">
      <FormAlert state={state} />
      {state.follow && (
        <p>
          <TextLink href={state.follow}>Follow the test message</TextLink>
        </p>
      )}
      <TextField
        name="to"
        label="Send a test to"
        defaultValue={state.values?.to}
        maxLength={254}
        autoComplete="off"
      />
      <div className="flex flex-wrap items-end gap-3">
        <div className="min-w-56 flex-1">
          <SelectField name="way" label="By" options={ways} defaultValue={state.values?.way} />
        </div>
        <SubmitButton fullWidth={false} variant="secondary" pending={pending}>
          Send test
        </SubmitButton>
      </div>
      <p className="text-sm text-muted">
        A code that nobody can use, by the way of every other code: limits, guard, provider, receipts. The
        code is shown nowhere; who sent it where is in the audit log.
      </p>
    </form>
  );
}
