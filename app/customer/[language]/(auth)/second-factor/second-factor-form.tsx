'use client';

import { CheckboxField } from '@/app/_components/checkbox-field';
import { FactorField } from '@/app/_components/factor-field';
import { FormAlert } from '@/app/_components/form-alert';
import { SubmitButton } from '@/app/_components/submit-button';
import { TextLink } from '@/app/_components/text-link';
import { useActionForm } from '@/app/_components/use-action-form';
import { WebOtp } from '@/app/_components/web-otp';
import type { Words } from '@/lib/words/words';
import { passSecondFactorAction } from './actions';

export interface SecondFactorFormProps {
  way: string;
  maskedTo: string | null;
  challengeId: string | null;
  username: string;
  words: Words['secondFactor'];
  factors: Words['factors'];
}

export function SecondFactorForm(props: SecondFactorFormProps) {
  const { way, maskedTo, challengeId, username, words, factors } = props;
  const { state, pending, formProps } = useActionForm(passSecondFactorAction);
  if (state.ended) {
    return (
      <div className="grid gap-5">
        <FormAlert state={state} />
        <TextLink href="/login">{words.startAgain}</TextLink>
      </div>
    );
  }
  return (
    <form {...formProps} className="grid gap-5">
      <FormAlert state={state} />
      <input type="hidden" name="way" value={way} />
      {challengeId && <input type="hidden" name="challenge" value={challengeId} />}
      <FactorField
        key={state.answeredAt}
        way={way}
        maskedTo={maskedTo}
        username={username}
        words={factors}
        error={state.fieldErrors?.code}
      />
      {way !== 'backup' && way !== 'password' && (
        <CheckboxField name="trust" label={words.trust} hint={words.trustHint} />
      )}
      <SubmitButton pending={pending}>{words.submit}</SubmitButton>
      {challengeId && <WebOtp fieldId="code" />}
    </form>
  );
}
