'use client';

import { useActionState } from 'react';
import { type SignInState, signIn } from './actions';

export default function SignInPage() {
  const [state, action] = useActionState<SignInState, FormData>(signIn, {});
  return (
    <main>
      <h1>Sign in</h1>
      <form action={action}>
        {state.codeId ? (
          <>
            <p>We have sent a code to {state.sentTo}.</p>
            <label htmlFor="code">Code</label>
            <input
              id="code"
              name="code"
              key="code"
              inputMode="numeric"
              autoComplete="one-time-code"
              required
            />
          </>
        ) : (
          <>
            <label htmlFor="to">E-mail address or phone number</label>
            <input id="to" name="to" key="to" autoComplete="username" required />
          </>
        )}
        <p role="alert">{state.error}</p>
        <button type="submit">{state.codeId ? 'Sign in' : 'Send code'}</button>
      </form>
    </main>
  );
}
