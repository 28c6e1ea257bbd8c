'use client';

import { FormAlert } from '@/app/_components/form-alert';
import { MaskedAddress } from '@/app/_components/masked-address';
import { Phrase } from '@/app/_components/phrase';
import { SubmitButton } from '@/app/_components/submit-button';
import { useActionForm } from '@/app/_components/use-action-form';
import { fill } from '@/lib/words/fill';
import type { Words } from '@/lib/words/words';
import { sendCheckCodeAction } from './actions';

export interface SendCheckCodeFormProps {
  way: string;
  maskedTo: string | null;
  returnTo: string;
  again?: boolean;
  seconds?: number;
  words: Words['confirm'];
}

export function SendCheckCodeForm(props: SendCheckCodeFormProps) {
  const { way, maskedTo, returnTo, again = false, seconds = 0, words } = props;
  const { state, pending, formProps } = useActionForm(sendCheckCodeAction);
  return (
    <form {...formProps} className="grid gap-4">
      <FormAlert state={state} />
      <input type="hidden" name="way" value={way} />
      <input type="hidden" name="next" value={returnTo} />
      {!again && maskedTo && (
        <p>
          <Phrase text={words.canSend} parts={{ to: <MaskedAddress>{maskedTo}</MaskedAddress> }} />
        </p>
      )}
      <SubmitButton variant={again ? 'secondary' : 'primary'} pending={pending}>
        {again ? words.resend : words.send}
      </SubmitButton>
      {again && seconds > 0 && <p className="text-sm text-muted">{fill(words.resendIn, { n: seconds })}</p>}
    </form>
  );
}
