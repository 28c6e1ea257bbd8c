'use client';

import { FormAlert } from '@/app/_components/form-alert';
import { SubmitButton } from '@/app/_components/submit-button';
import { useActionForm } from '@/app/_components/use-action-form';
import { denyAction, resendApprovalAction, signInToApproveAction } from './actions';

const kinds = {
  'sign-in': { run: signInToApproveAction, variant: 'primary' },
  resend: { run: resendApprovalAction, variant: 'secondary' },
  deny: { run: denyAction, variant: 'secondary' },
} as const;

export interface OneButtonFormProps {
  kind: keyof typeof kinds;
  approval: string;
  label: string;
  /** How long until the button may be pressed, as a sentence. The server decides. */
  wait?: string;
}

export function OneButtonForm({ kind, approval, label, wait }: OneButtonFormProps) {
  const { run, variant } = kinds[kind];
  const { state, pending, formProps } = useActionForm(run);
  return (
    <form {...formProps} className="grid gap-3">
      <FormAlert state={state} />
      <input type="hidden" name="approval" value={approval} />
      <SubmitButton variant={variant} pending={pending}>
        {label}
      </SubmitButton>
      {wait && <p className="text-sm text-muted">{wait}</p>}
    </form>
  );
}
