'use client';

import { Badge } from '@/app/_components/badge';
import { FormAlert } from '@/app/_components/form-alert';
import { SubmitButton } from '@/app/_components/submit-button';
import { useActionForm } from '@/app/_components/use-action-form';
import { fill } from '@/lib/words/fill';
import type { Words } from '@/lib/words/words';
import { endSessionsAction } from './actions';

export interface SessionItem {
  id: string;
  device: string;
  seenText: string;
  isThisOne: boolean;
}

export interface SessionSettingsProps {
  sessions: readonly SessionItem[];
  words: Words['security'];
  thisOne: string;
}

export function SessionSettings({ sessions, words, thisOne }: SessionSettingsProps) {
  const { state, pending, formProps } = useActionForm(endSessionsAction);
  return (
    <form {...formProps} className="grid gap-5">
      <FormAlert state={state} />
      <ul className="divide-y divide-line">
        {sessions.map(({ id, device, seenText, isThisOne }) => (
          <li key={id} className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 py-4">
            <div className="min-w-0">
              <p className="flex flex-wrap items-center gap-2 font-semibold text-ink">
                <bdi>{device}</bdi>
                {isThisOne && <Badge tone="accent">{thisOne}</Badge>}
              </p>
              <p className="text-sm text-muted">{seenText}</p>
            </div>
            {!isThisOne && (
              <SubmitButton
                fullWidth={false}
                variant="quiet"
                name="session"
                value={id}
                pending={pending}
                aria-label={fill(words.sessionEndOn, { device })}
              >
                {words.sessionEnd}
              </SubmitButton>
            )}
          </li>
        ))}
      </ul>
      <div>
        <SubmitButton fullWidth={false} variant="secondary" name="session" value="others" pending={pending}>
          {words.sessionsEnd}
        </SubmitButton>
      </div>
    </form>
  );
}
