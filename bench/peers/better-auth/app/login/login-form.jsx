'use client';

import { emailOTPClient } from 'better-auth/client/plugins';
import { createAuthClient } from 'better-auth/react';
import { useState } from 'react';

const client = createAuthClient({ plugins: [emailOTPClient()] });

export function LoginForm() {
  const [email, setEmail] = useState('');
  const [otp, setOtp] = useState('');
  const [sent, setSent] = useState(false);
  const [problem, setProblem] = useState('');

  async function submit(event) {
    event.preventDefault();
    const { error } = sent
      ? await client.signIn.emailOtp({ email, otp })
      : await client.emailOtp.sendVerificationOtp({ email, type: 'sign-in' });
    setProblem(error?.message ?? '');
    if (!error) setSent(true);
  }

  return (
    <form onSubmit={submit}>
      <label>
        Email
        <input type="email" value={email} onChange={(event) => setEmail(event.target.value)} />
      </label>
      {sent && (
        <label>
          Verification code
          <input inputMode="numeric" value={otp} onChange={(event) => setOtp(event.target.value)} />
        </label>
      )}
      {problem && <p role="alert">{problem}</p>}
      <button type="submit">{sent ? 'Sign in' : 'Send me a code'}</button>
    </form>
  );
}
