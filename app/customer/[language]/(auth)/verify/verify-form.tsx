'use client';

import { Alert } from '@/app/_components/alert';
import { CodeField } from '@/app/_components/code-field';
import { FormAlert } from '@/app/_components/form-alert';
import { schemaResolver } from '@/app/_components/schema-resolver';
import { SubmitButton } from '@/app/_components/submit-button';
import { TextLink } from '@/app/_components/text-link';
import { useActionForm } from '@/app/_components/use-action-form';
import { WebOtp } from '@/app/_components/web-otp';
import { publicText } from '@/lib/schemas/public-text';
import { verifyAction } from './actions';
import { ResendForm } from './resend-form';

export interface VerifyView {
  id: string;
  length: number;
  attemptsLeft: number;
  untried: boolean;
  sends: number;
  resendSeconds: number;
  /** Why no code can be typed any more, or undefined. */
  endedText?: string;
  /** The code is dead but a new one may be asked for. */
  canResend: boolean;
}

export interface VerifyFormProps {
  view: VerifyView;
  startHref: string;
  sentences: Readonly<Record<string, string>>;
}

export function VerifyForm({ view, startHref, sentences }: VerifyFormProps) {
  const { state, pending, errorOf, register, formProps } = useActionForm(
    verifyAction,
    schemaResolver(() => import('@/lib/schemas/code').then((module) => module.codeFormSchema), sentences),
    view.endedText ? { error: view.endedText, ended: true } : {},
  );
  const ended = state.ended ?? false;
  const canResend = view.canResend && !state.mustRestart;
  return (
    <div className="grid gap-5">
      <form {...formProps} className="grid gap-5">
        <FormAlert state={state} />
        {view.sends > 1 && !state.answeredAt && !state.error && (
          <Alert tone="success">We have sent a new code. The old one no longer works.</Alert>
        )}
        <input type="hidden" name="challenge" value={view.id} />
        {!ended && (
          <>
            <CodeField
              key={state.answeredAt}
              {...register('code')}
              error={errorOf('code')}
              hint={
                view.untried || state.answeredAt
                  ? undefined
                  : publicText('attempts_left', { n: view.attemptsLeft })
              }
            />
            <SubmitButton pending={pending}>Verify</SubmitButton>
            <WebOtp fieldId="code" />
          </>
        )}
      </form>
      {canResend && <ResendForm challengeId={view.id} seconds={view.resendSeconds} />}
      {ended && !canResend && <TextLink href={startHref}>Start again</TextLink>}
    </div>
  );
}
