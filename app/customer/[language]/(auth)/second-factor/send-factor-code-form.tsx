'use client';

import { FormAlert } from '@/app/_components/form-alert';
import { MaskedAddress } from '@/app/_components/masked-address';
import { SubmitButton } from '@/app/_components/submit-button';
import { useActionForm } from '@/app/_components/use-action-form';
import { sendFactorCodeAction } from './actions';

export interface SendFactorCodeFormProps {
  way: string;
  maskedTo: string;
  /** A code is on its way already. */
  again?: boolean;
  /** Until another may be asked for. The server decides. */
  seconds?: number;
}

export function SendFactorCodeForm({ way, maskedTo, again = false, seconds = 0 }: SendFactorCodeFormProps) {
  const { state, pending, formProps } = useActionForm(sendFactorCodeAction);
  return (
    <form {...formProps} className="grid gap-4">
      <FormAlert state={state} />
      <input type="hidden" name="way" value={way} />
      {!again && (
        <p>
          We can send a code to <MaskedAddress>{maskedTo}</MaskedAddress>.
        </p>
      )}
      <SubmitButton variant={again ? 'secondary' : 'primary'} pending={pending}>
        {again ? 'Resend code' : 'Send code'}
      </SubmitButton>
      {again && seconds > 0 && (
        <p className="text-sm text-muted">You can ask for a new code in {seconds} seconds.</p>
      )}
    </form>
  );
}
