'use client';

import { FormAlert } from '@/app/_components/form-alert';
import { SubmitButton } from '@/app/_components/submit-button';
import { useActionForm } from '@/app/_components/use-action-form';
import { denyAction, resendApprovalAction, signInToApproveAction } from './actions';

const kinds = {
  'sign-in': { run: signInToApproveAction, label: 'Sign in', variant: 'primary' },
  resend: { run: resendApprovalAction, label: 'Resend code', variant: 'secondary' },
  deny: { run: denyAction, label: 'Deny', variant: 'secondary' },
} as const;

export interface OneButtonFormProps {
  kind: keyof typeof kinds;
  approval: string;
  /** Until the button may be pressed. The server decides. */
  seconds?: number;
}

export function OneButtonForm({ kind, approval, seconds = 0 }: OneButtonFormProps) {
  const { run, label, variant } = kinds[kind];
  const { state, pending, formProps } = useActionForm(run);
  return (
    <form {...formProps} className="grid gap-3">
      <FormAlert state={state} />
      <input type="hidden" name="approval" value={approval} />
      <SubmitButton variant={variant} pending={pending}>
        {label}
      </SubmitButton>
      {seconds > 0 && <p className="text-sm text-muted">You can ask for a new code in {seconds} seconds.</p>}
    </form>
  );
}
