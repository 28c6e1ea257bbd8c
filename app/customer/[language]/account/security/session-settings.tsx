'use client';

import { Badge } from '@/app/_components/badge';
import { FormAlert } from '@/app/_components/form-alert';
import { SubmitButton } from '@/app/_components/submit-button';
import { useActionForm } from '@/app/_components/use-action-form';
import { endSessionsAction } from './actions';

export interface SessionItem {
  id: string;
  device: string;
  clientAddress: string | null;
  seenText: string;
  isThisOne: boolean;
}

export function SessionSettings({ sessions }: { sessions: readonly SessionItem[] }) {
  const { state, pending, formProps } = useActionForm(endSessionsAction);
  return (
    <form {...formProps} className="grid gap-5">
      <FormAlert state={state} />
      <ul className="divide-y divide-line">
        {sessions.map(({ id, device, clientAddress, seenText, isThisOne }) => (
          <li key={id} className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 py-4">
            <div className="min-w-0">
              <p className="flex flex-wrap items-center gap-2 font-semibold text-ink">
                {device}
                {isThisOne && <Badge tone="accent">This one</Badge>}
              </p>
              <p className="text-sm text-muted">
                {seenText}
                {clientAddress && <> from {clientAddress}</>}
              </p>
            </div>
            {!isThisOne && (
              <SubmitButton
                fullWidth={false}
                variant="quiet"
                name="session"
                value={id}
                pending={pending}
                aria-label={`Sign out ${device}`}
              >
                Sign out
              </SubmitButton>
            )}
          </li>
        ))}
      </ul>
      <div>
        <SubmitButton fullWidth={false} variant="secondary" name="session" value="others" pending={pending}>
          Sign out everywhere else
        </SubmitButton>
      </div>
    </form>
  );
}
