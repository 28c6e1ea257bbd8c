'use client';

import { Countdown } from '@/app/_components/countdown';
import { FormAlert } from '@/app/_components/form-alert';
import { SubmitButton } from '@/app/_components/submit-button';
import { useActionForm } from '@/app/_components/use-action-form';
import { resendAction } from './actions';

/** "Resend code" with its cool-down. The server decides; the count-down only tells, so the button is never blocked. */
export function ResendForm({ challengeId, seconds }: { challengeId: string; seconds: number }) {
  const { state, pending, formProps } = useActionForm(resendAction);
  const left = state.resendSeconds ?? seconds;
  return (
    <form {...formProps} className="grid gap-3 justify-items-center">
      <FormAlert state={state} />
      <input type="hidden" name="challenge" value={challengeId} />
      <SubmitButton variant="secondary" pending={pending}>
        Resend code
      </SubmitButton>
      {left > 0 && (
        <Countdown
          key={state.answeredAt ?? 0}
          seconds={left}
          prefix="You can ask for a new code in"
          doneText="You can ask for a new code now."
        />
      )}
    </form>
  );
}
