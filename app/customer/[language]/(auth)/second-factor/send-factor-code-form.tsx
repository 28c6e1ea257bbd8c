'use client';

import { FormAlert } from '@/app/_components/form-alert';
import { MaskedAddress } from '@/app/_components/masked-address';
import { Phrase } from '@/app/_components/phrase';
import { SubmitButton } from '@/app/_components/submit-button';
import { useActionForm } from '@/app/_components/use-action-form';
import type { Words } from '@/lib/words/words';
import { sendFactorCodeAction } from './actions';

export interface SendFactorCodeFormProps {
  way: string;
  maskedTo: string;
  /** A code is on its way already. */
  again?: boolean;
  /** How long until another may be asked for, as a sentence. The server decides. */
  wait?: string;
  words: Words['secondFactor'];
}

export function SendFactorCodeForm(props: SendFactorCodeFormProps) {
  const { way, maskedTo, again = false, wait, words } = props;
  const { state, pending, formProps } = useActionForm(sendFactorCodeAction);
  return (
    <form {...formProps} className="grid gap-4">
      <FormAlert state={state} />
      <input type="hidden" name="way" value={way} />
      {!again && (
        <p>
          <Phrase text={words.canSend} parts={{ to: <MaskedAddress>{maskedTo}</MaskedAddress> }} />
        </p>
      )}
      <SubmitButton variant={again ? 'secondary' : 'primary'} pending={pending}>
        {again ? words.resend : words.send}
      </SubmitButton>
      {wait && <p className="text-sm text-muted">{wait}</p>}
    </form>
  );
}
