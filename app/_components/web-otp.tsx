'use client';

import { useEffect } from 'react';

type CodeRequest = { otp: { transport: ['sms'] }; signal: AbortSignal };
type CodeCredential = { code?: string } | null;

/**
 * Offers the code of an incoming SMS to the field with this id (WebOTP: Chrome on Android). Renders nothing, and where
 * the browser knows nothing of it, nothing happens. It fills in and leaves the sending to the person.
 */
export function WebOtp({ fieldId = 'code' }: { fieldId?: string }) {
  useEffect(() => {
    if (!('OTPCredential' in window)) return;
    const waiting = new AbortController();
    const request: CodeRequest = { otp: { transport: ['sms'] }, signal: waiting.signal };
    const get = navigator.credentials.get.bind(navigator.credentials) as unknown as (
      options: CodeRequest,
    ) => Promise<CodeCredential>;
    get(request)
      .then((credential) => {
        const field = document.getElementById(fieldId);
        if (!credential?.code || !(field instanceof HTMLInputElement)) return;
        // React overrides `value` on the element; the prototype's setter makes its onChange see the event.
        Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(
          field,
          credential.code,
        );
        field.dispatchEvent(new Event('input', { bubbles: true }));
        field.focus();
      })
      .catch(() => {
        // Refused, timed out or gone: the person types the code.
      });
    return () => waiting.abort();
  }, [fieldId]);
  return null;
}
