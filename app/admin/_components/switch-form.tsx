'use client';

import type { ReactNode } from 'react';
import { FormAlert } from '@/app/_components/form-alert';
import { SubmitButton } from '@/app/_components/submit-button';
import { useActionForm } from '@/app/_components/use-action-form';
import { changeSwitchAction } from '../guard/actions';

export interface SwitchChoice {
  /** As the action reads it: `key=value`; without a value the setting holds again. */
  value: string;
  label: string;
}

export interface SwitchLine {
  name: string;
  now: ReactNode;
  hint?: string;
  choices: readonly SwitchChoice[];
}

/** One form; each line shows how something is at this moment, and what it can be turned to. */
export function SwitchForm({ page, lines }: { page: 'guard' | 'providers'; lines: readonly SwitchLine[] }) {
  const { state, pending, formProps } = useActionForm(changeSwitchAction);
  return (
    <form {...formProps} className="grid gap-4">
      <FormAlert state={state} />
      <input type="hidden" name="page" value={page} />
      <ul className="-my-3 divide-y divide-line">
        {lines.map(({ name, now, hint, choices }) => (
          <li key={name} className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 py-3">
            <div className="min-w-0 flex-1 basis-56">
              <p className="flex flex-wrap items-center gap-2 font-semibold text-ink">
                {name} {now}
              </p>
              {hint && <p className="text-sm text-muted">{hint}</p>}
            </div>
            <div className="flex flex-wrap gap-2">
              {choices.map(({ value, label }) => (
                <SubmitButton
                  key={value}
                  fullWidth={false}
                  variant="secondary"
                  name="switch"
                  value={value}
                  pending={pending}
                >
                  {label}
                </SubmitButton>
              ))}
            </div>
          </li>
        ))}
      </ul>
    </form>
  );
}
