'use client';

import { CodeField } from '@/app/_components/code-field';
import { FormAlert } from '@/app/_components/form-alert';
import { SubmitButton } from '@/app/_components/submit-button';
import { useActionForm } from '@/app/_components/use-action-form';
import { WebOtp } from '@/app/_components/web-otp';
import { publicText } from '@/lib/schemas/public-text';
import { approveAction } from './actions';
import { OneButtonForm } from './one-button-form';

export interface ApproveFormProps {
  approval: string;
  maskedTo: string;
  code: { status: string; attemptsLeft: number; untried: boolean; canResend: boolean; resendSeconds: number };
}

export function ApproveForm({ approval, maskedTo, code }: ApproveFormProps) {
  const { state, pending, formProps, errorOf, register } = useActionForm<{ code: string }>(approveAction);
  const left = publicText('attempts_left', { n: code.attemptsLeft });
  return (
    <div className="grid gap-5">
      <form {...formProps} className="grid gap-5">
        <FormAlert state={state} />
        <input type="hidden" name="approval" value={approval} />
        {code.status === 'live' ? (
          <>
            <CodeField
              key={state.answeredAt}
              {...register('code')}
              hint={code.untried || state.error ? `We have sent it to ${maskedTo}.` : left}
              error={errorOf('code')}
            />
            <SubmitButton pending={pending}>Approve</SubmitButton>
            <WebOtp fieldId="code" />
          </>
        ) : (
          <p>{publicText(code.status === 'exhausted' ? 'too_many_attempts' : 'code_expired')}</p>
        )}
      </form>
      {code.canResend && <OneButtonForm kind="resend" approval={approval} seconds={code.resendSeconds} />}
    </div>
  );
}
