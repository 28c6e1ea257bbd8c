'use client';

import { Countdown } from '@/app/_components/countdown';
import { FormAlert } from '@/app/_components/form-alert';
import { SubmitButton } from '@/app/_components/submit-button';
import { useActionForm } from '@/app/_components/use-action-form';
import type { Words } from '@/lib/words/words';
import { resendAction } from './actions';

export interface ResendFormProps {
  challengeId: string;
  seconds: number;
  words: Words['verify'];
}

/** "Resend code" with its cool-down. The server decides; the count-down only tells, so the button is never blocked. */
export function ResendForm({ challengeId, seconds, words }: ResendFormProps) {
  const { state, pending, formProps } = useActionForm(resendAction);
  const left = state.resendSeconds ?? seconds;
  return (
    <form {...formProps} className="grid gap-3 justify-items-center">
      <FormAlert state={state} />
      <input type="hidden" name="challenge" value={challengeId} />
      <SubmitButton variant="secondary" pending={pending}>
        {words.resend}
      </SubmitButton>
      {left > 0 && (
        <Countdown
          key={state.answeredAt ?? 0}
          seconds={left}
          text={words.resendIn}
          doneText={words.resendNow}
        />
      )}
    </form>
  );
}
