interface CodeRequest {
  otp: { transport: ['sms'] };
  signal: AbortSignal;
}

/**
 * Waits for the code of an incoming SMS (WebOTP: Chrome on Android), and hands it on once. The browser asks the person
 * first, and only where the message is for the host of this page. Where there is no WebOTP, nothing happens.
 * @returns what ends the waiting
 */
export function receiveCode(onCode: (code: string) => void): () => void {
  if (!('OTPCredential' in globalThis)) return () => {};
  const waiting = new AbortController();
  const get = navigator.credentials.get.bind(navigator.credentials) as unknown as (
    options: CodeRequest,
  ) => Promise<{ code?: unknown } | null>;
  get({ otp: { transport: ['sms'] }, signal: waiting.signal })
    .then((credential) => {
      const code = credential?.code;
      if (typeof code === 'string' && !waiting.signal.aborted) onCode(code);
    })
    .catch(() => {
      // Refused, timed out or ended: the person types the code.
    });
  return () => waiting.abort();
}
