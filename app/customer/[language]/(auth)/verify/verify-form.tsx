'use client';

import { Alert } from '@/app/_components/alert';
import { CodeField } from '@/app/_components/code-field';
import { FormAlert } from '@/app/_components/form-alert';
import { schemaResolver } from '@/app/_components/schema-resolver';
import { SubmitButton } from '@/app/_components/submit-button';
import { TextLink } from '@/app/_components/text-link';
import { useActionForm } from '@/app/_components/use-action-form';
import { WebOtp } from '@/app/_components/web-otp';
import type { Words } from '@/lib/words/words';
import { verifyAction } from './actions';
import { ResendForm } from './resend-form';

export interface VerifyView {
  id: string;
  length: number;
  /** How many attempts are left, as a sentence. */
  leftText: string;
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
  words: Words['verify'];
  sentences: Readonly<Record<string, string>>;
}

export function VerifyForm({ view, startHref, words, sentences }: VerifyFormProps) {
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
          <Alert tone="success">{words.sentAgain}</Alert>
        )}
        <input type="hidden" name="challenge" value={view.id} />
        {!ended && (
          <>
            <CodeField
              key={state.answeredAt}
              {...register('code')}
              error={errorOf('code')}
              hint={view.untried || state.answeredAt ? undefined : view.leftText}
            />
            <SubmitButton pending={pending}>{words.submit}</SubmitButton>
            <WebOtp fieldId="code" />
          </>
        )}
      </form>
      {canResend && <ResendForm challengeId={view.id} seconds={view.resendSeconds} words={words} />}
      {ended && !canResend && <TextLink href={startHref}>{words.startAgain}</TextLink>}
    </div>
  );
}
