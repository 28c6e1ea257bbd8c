'use client';

import { FactorField } from '@/app/_components/factor-field';
import { FormAlert } from '@/app/_components/form-alert';
import { SubmitButton } from '@/app/_components/submit-button';
import { useActionForm } from '@/app/_components/use-action-form';
import { WebOtp } from '@/app/_components/web-otp';
import type { Words } from '@/lib/words/words';
import { confirmAction } from './actions';

export interface ConfirmFormProps {
  way: string;
  maskedTo: string | null;
  returnTo: string;
  challengeId: string | null;
  username: string;
  words: Words['confirm'];
  factors: Words['factors'];
}

export function ConfirmForm(props: ConfirmFormProps) {
  const { way, maskedTo, returnTo, challengeId, username, words, factors } = props;
  const { state, pending, formProps } = useActionForm(confirmAction);
  return (
    <form {...formProps} className="grid gap-5">
      <FormAlert state={state} />
      <input type="hidden" name="way" value={way} />
      <input type="hidden" name="next" value={returnTo} />
      {challengeId && <input type="hidden" name="challenge" value={challengeId} />}
      <FactorField
        key={state.answeredAt}
        way={way}
        maskedTo={maskedTo}
        username={username}
        words={factors}
        error={state.fieldErrors?.code}
      />
      <SubmitButton pending={pending}>{words.submit}</SubmitButton>
      {challengeId && <WebOtp fieldId="code" />}
    </form>
  );
}
