'use client';

import { type FormEvent, useEffect, useId, useRef } from 'react';
import type { Code } from './api-types';
import type { LatchkeyError } from './client';
import { receiveCode } from './receive-code';
import {
  type PhoneVerificationOptions,
  usePhoneVerification,
  useSecondsUntil,
} from './use-phone-verification';

/** Every sentence, so that you can say it in your words or your language. */
export const phoneVerificationTexts = {
  phone: 'Phone number',
  phoneHint: 'With the country code, such as +1 202 555 0143.',
  send: 'Send code',
  code: 'Verification code',
  sentTo: (to: string) => `We have sent a code to ${to}.`,
  verify: 'Verify',
  resend: 'Resend code',
  resendIn: (seconds: number) => `You can ask for a new code in ${seconds} s.`,
  other: 'Use another number',
  done: 'Your number is verified.',
  delivery: {
    queued: 'The code is on its way.',
    sending: 'The code is on its way.',
    sent: 'The code is on its way.',
    accepted: 'The code is on its way.',
    delivered: 'The code has been delivered.',
    failed: 'The code could not be delivered. Check the number.',
  } satisfies Record<Code['delivery'], string>,
  problem: ({ code, message, problem, retryAfterSeconds }: LatchkeyError): string => {
    if (code === 'code_incorrect')
      return `The code is not right. ${problem?.attempts_left ?? 0} attempts left.`;
    const first = Object.values(problem?.errors ?? {})[0] ?? message;
    return retryAfterSeconds ? `${first} Try again in ${retryAfterSeconds} s.` : first;
  },
};

export interface PhoneVerificationProps extends PhoneVerificationOptions {
  texts?: Partial<typeof phoneVerificationTexts>;
  /** Of the outermost element. Parts are named by `data-part`; there is no style but yours. */
  className?: string;
}

/**
 * A phone number is typed, a code is sent, typed (or filled in by the phone) and checked. One field for the code, so that
 * paste, autofill and screen readers work. What the server decides is never decided here.
 */
export function PhoneVerification({ texts, className, ...options }: PhoneVerificationProps) {
  const say = { ...phoneVerificationTexts, ...texts };
  const { step, code, error, pending, request, check, resend, restart } = usePhoneVerification(options);
  const wait = useSecondsUntil(step === 'code' && code ? code.can_resend_at : null);
  const id = useId();
  const field = useRef<HTMLInputElement>(null);

  // The next thing to do gets the focus; the first one leaves the page alone.
  const former = useRef(step);
  useEffect(() => {
    if (former.current !== step || error) field.current?.focus();
    former.current = step;
  }, [step, error]);

  // Only filled in: the person sends it.
  const smsId = step === 'code' && code?.channel === 'sms' ? code.id : null;
  useEffect(() => {
    if (smsId === null) return;
    return receiveCode((received) => {
      if (field.current) field.current.value = received;
    });
  }, [smsId]);

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const typed = String(new FormData(event.currentTarget).get('value') ?? '');
    void (step === 'address' ? request(typed) : check(typed));
  }

  if (step === 'done') {
    return (
      <p className={className} data-part="done" role="status">
        {say.done}
      </p>
    );
  }
  const isCode = step === 'code' && code !== null;
  const described = [`${id}-hint`, ...(error ? [`${id}-error`] : [])].join(' ');
  return (
    <div className={className} data-part="root" data-step={step}>
      <form onSubmit={submit} noValidate key={step}>
        <label htmlFor={`${id}-field`}>{isCode ? say.code : say.phone}</label>
        <input
          ref={field}
          id={`${id}-field`}
          name="value"
          required
          {...(isCode
            ? { type: 'text', inputMode: 'numeric', autoComplete: 'one-time-code', maxLength: 64, dir: 'ltr' }
            : { type: 'tel', autoComplete: 'tel', maxLength: 40, dir: 'ltr' })}
          aria-describedby={described}
          aria-invalid={error ? true : undefined}
        />
        <p id={`${id}-hint`} data-part="hint">
          {isCode ? say.sentTo(code.to) : say.phoneHint}
        </p>
        <p id={`${id}-error`} data-part="error" role="alert">
          {error ? say.problem(error) : ''}
        </p>
        {/* aria-disabled, because disabled would throw the focus away. */}
        <button type="submit" aria-disabled={pending || undefined}>
          {isCode ? say.verify : say.send}
        </button>
      </form>
      {isCode && (
        <>
          <p data-part="delivery" role="status">
            {say.delivery[code.delivery]}
          </p>
          <button
            type="button"
            data-part="resend"
            aria-disabled={pending || wait > 0 || undefined}
            aria-describedby={wait > 0 ? `${id}-wait` : undefined}
            onClick={() => wait === 0 && void resend()}
          >
            {say.resend}
          </button>
          {wait > 0 && (
            // Not live: nobody wants to hear every second.
            <p id={`${id}-wait`} data-part="wait">
              {say.resendIn(wait)}
            </p>
          )}
          <button type="button" data-part="restart" onClick={restart}>
            {say.other}
          </button>
        </>
      )}
    </div>
  );
}
