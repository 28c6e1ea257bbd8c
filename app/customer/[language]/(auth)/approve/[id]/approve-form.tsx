'use client';

import { CodeField } from '@/app/_components/code-field';
import { FormAlert } from '@/app/_components/form-alert';
import { MaskedAddress } from '@/app/_components/masked-address';
import { Phrase } from '@/app/_components/phrase';
import { SubmitButton } from '@/app/_components/submit-button';
import { useActionForm } from '@/app/_components/use-action-form';
import { WebOtp } from '@/app/_components/web-otp';
import type { Words } from '@/lib/words/words';
import { approveAction } from './actions';
import { OneButtonForm } from './one-button-form';

export interface ApprovalCode {
  isLive: boolean;
  /** False once the first guess was wrong. */
  untried: boolean;
  /** How many attempts are left, and why no code can be typed any more: sentences. */
  leftText: string;
  endedText: string;
  canResend: boolean;
  /** How long until another may be asked for, as a sentence. */
  wait?: string;
}

export interface ApproveFormProps {
  approval: string;
  maskedTo: string;
  code: ApprovalCode;
  words: Words['approve'];
}

export function ApproveForm({ approval, maskedTo, code, words }: ApproveFormProps) {
  const { state, pending, formProps, errorOf, register } = useActionForm<{ code: string }>(approveAction);
  const sentTo = <Phrase text={words.sentTo} parts={{ to: <MaskedAddress>{maskedTo}</MaskedAddress> }} />;
  return (
    <div className="grid gap-5">
      <form {...formProps} className="grid gap-5">
        <FormAlert state={state} />
        <input type="hidden" name="approval" value={approval} />
        {code.isLive ? (
          <>
            <CodeField
              key={state.answeredAt}
              {...register('code')}
              hint={code.untried || state.error ? sentTo : code.leftText}
              error={errorOf('code')}
            />
            <SubmitButton pending={pending}>{words.submit}</SubmitButton>
            <WebOtp fieldId="code" />
          </>
        ) : (
          <p>{code.endedText}</p>
        )}
      </form>
      {code.canResend && (
        <OneButtonForm kind="resend" approval={approval} label={words.resend} wait={code.wait} />
      )}
    </div>
  );
}
