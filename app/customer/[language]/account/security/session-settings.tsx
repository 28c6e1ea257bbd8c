'use client';

import { FormAlert } from '@/app/_components/form-alert';
import { SubmitButton } from '@/app/_components/submit-button';
import { useActionForm } from '@/app/_components/use-action-form';
import { fill } from '@/lib/words/fill';
import type { Words } from '@/lib/words/words';
import { endSessionsAction } from './actions';
import { DeviceRow } from './device-row';

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
          <DeviceRow key={id} device={device} note={seenText} thisOne={isThisOne ? thisOne : null}>
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
          </DeviceRow>
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
