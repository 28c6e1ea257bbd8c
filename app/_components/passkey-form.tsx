'use client';

import { type ReactNode, useRef, useState, useSyncExternalStore } from 'react';
import type { FormState } from '@/lib/schemas/form-state';
import { BackupCodeList } from './backup-code-list';
import { Button, type ButtonProps } from './button';
import { useCommonWords } from './common-words';
import { deliver, type FormAction } from './deliver';
import { FormAlert } from './form-alert';
import { useActionForm } from './use-action-form';

export interface PasskeyFormProps {
  /** Answers with what the browser has to ask, in `passkeyOptions`. */
  start: FormAction;
  /** Takes the passkey's answer, in the field `response`. */
  finish: FormAction;
  kind: 'make' | 'use';
  label: string;
  variant?: ButtonProps['variant'];
  /** Shown in place of the button where there are no passkeys: without JavaScript, or in an old browser. */
  otherwise?: ReactNode;
  /** Further fields. */
  children?: ReactNode;
}

const never = () => () => {};
const isSupported = () => typeof window.PublicKeyCredential === 'function';

/**
 * The one technique that cannot work without JavaScript. What it needs is loaded when its button is pressed. Its place is
 * there from the start, so that nothing moves when the browser has told that it can.
 */
export function PasskeyForm(props: PasskeyFormProps) {
  const { start, finish, kind, label, variant, otherwise = null, children } = props;
  const words = useCommonWords();
  const isOffered = useSyncExternalStore<boolean | null>(never, isSupported, () => null);
  const { state, pending, formProps } = useActionForm(finish);
  const [failure, setFailure] = useState<FormState>({});
  const [isAsking, setIsAsking] = useState(false);
  const response = useRef<HTMLInputElement>(null);
  const form = formProps.ref;
  if (isOffered === false) return otherwise;

  async function ask() {
    if (isAsking || pending || !form.current || !response.current) return;
    setIsAsking(true);
    setFailure({});
    try {
      const asked = await deliver(start, {}, new FormData(form.current), words.undelivered);
      if (!asked.passkeyOptions) return setFailure(asked);
      const { startAuthentication, startRegistration } = await import('@simplewebauthn/browser');
      const optionsJSON = JSON.parse(asked.passkeyOptions);
      const answer =
        kind === 'make'
          ? await startRegistration({ optionsJSON })
          : await startAuthentication({ optionsJSON });
      response.current.value = JSON.stringify(answer);
      form.current.requestSubmit();
    } catch {
      // Browsers do not tell a refusal from a lack of passkeys, so that pages cannot find out who has which.
      setFailure({ error: words.passkeyCanceled, answeredAt: Date.now() });
    } finally {
      setIsAsking(false);
    }
  }

  return (
    <>
      {!isOffered && <noscript>{otherwise}</noscript>}
      <form
        {...formProps}
        inert={!isOffered}
        className={`grid gap-4 ${isOffered ? '' : 'invisible noscript:hidden'}`}
      >
        <FormAlert state={failure.error ? failure : state} />
        {state.backupCodes && <BackupCodeList codes={state.backupCodes} />}
        <input ref={response} type="hidden" name="response" defaultValue="" />
        {children}
        <Button variant={variant} fullWidth pending={isAsking || pending} onClick={() => void ask()}>
          {label}
        </Button>
      </form>
    </>
  );
}
