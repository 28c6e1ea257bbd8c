'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import type { AcceptedCode, Channel, Code } from './api-types';
import { type LatchkeyClient, LatchkeyError } from './client';

export type VerificationStep = 'address' | 'code' | 'done';

export interface PhoneVerificationOptions {
  client: Pick<LatchkeyClient, 'requestCode' | 'getCode' | 'checkCode' | 'resendCode'>;
  /** `grant` proves the number to your back end, once. */
  onVerified(accepted: AcceptedCode): void;
  purpose?: 'verification' | 'login' | 'registration';
  channel?: Channel;
}

const pollMs = 3_000;
/** The last word about a message. */
const settled = new Set(['delivered', 'failed']);

/** The steps of a verification without a look: for a component of your own. */
export function usePhoneVerification(options: PhoneVerificationOptions) {
  const { client, onVerified, purpose = 'verification', channel } = options;
  const [code, setCode] = useState<Code | null>(null);
  const [step, setStep] = useState<VerificationStep>('address');
  const [error, setError] = useState<LatchkeyError | null>(null);
  const [pending, setPending] = useState(false);
  const busy = useRef(false);

  /** One at a time: a second press does nothing. */
  const run = useCallback(async (task: () => Promise<void>) => {
    if (busy.current) return;
    busy.current = true;
    setPending(true);
    setError(null);
    try {
      await task();
    } catch (thrown) {
      if (!(thrown instanceof LatchkeyError)) throw thrown;
      setError(thrown);
    } finally {
      busy.current = false;
      setPending(false);
    }
  }, []);

  const request = (to: string) =>
    run(async () => {
      setCode(await client.requestCode({ purpose, to, channel }));
      setStep('code');
    });
  const resend = () => run(async () => setCode(await client.resendCode({ id: code!.id })));
  const check = (typed: string) =>
    run(async () => {
      const accepted = await client.checkCode({ id: code!.id, code: typed });
      setStep('done');
      onVerified(accepted);
    });
  const restart = () => {
    setCode(null);
    setError(null);
    setStep('address');
  };

  const id = step === 'code' && code && !settled.has(code.delivery) ? code.id : null;
  useEffect(() => {
    if (!id) return;
    const timer = setInterval(async () => {
      // Whatever goes wrong here is no news: the next look may tell.
      const seen = await client.getCode({ id }).catch(() => null);
      if (seen) setCode((former) => (former?.id === seen.id ? seen : former));
    }, pollMs);
    return () => clearInterval(timer);
  }, [client, id]);

  return { step, code, error, pending, request, check, resend, restart };
}

/** Whole seconds until a time, counted down. */
export function useSecondsUntil(time: string | null): number {
  const left = () => (time === null ? 0 : Math.max(0, Math.ceil((Date.parse(time) - Date.now()) / 1000)));
  const [, tick] = useState(0);
  const seconds = left();
  useEffect(() => {
    if (seconds === 0) return;
    const timer = setTimeout(() => tick((count) => count + 1), 1_000);
    return () => clearTimeout(timer);
  });
  return seconds;
}
