'use client';

import { FormAlert } from '@/app/_components/form-alert';
import { MaskedAddress } from '@/app/_components/masked-address';
import { SubmitButton } from '@/app/_components/submit-button';
import { useActionForm } from '@/app/_components/use-action-form';
import { sendCheckCodeAction } from './actions';

export interface SendCheckCodeFormProps {
  way: string;
  maskedTo: string | null;
  returnTo: string;
  again?: boolean;
  seconds?: number;
}

export function SendCheckCodeForm(props: SendCheckCodeFormProps) {
  const { way, maskedTo, returnTo, again = false, seconds = 0 } = props;
  const { state, pending, formProps } = useActionForm(sendCheckCodeAction);
  return (
    <form {...formProps} className="grid gap-4">
      <FormAlert state={state} />
      <input type="hidden" name="way" value={way} />
      <input type="hidden" name="next" value={returnTo} />
      {!again && maskedTo && (
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
