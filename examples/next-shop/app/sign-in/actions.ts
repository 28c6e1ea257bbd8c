'use server';

import { cookies } from 'next/headers';
import { redirect } from 'next/navigation';
import { LatchkeyError } from '../../../../lib/client/client';
import { keepTokens, latchkey } from '../../latchkey';

export interface SignInState {
  /** Set once a code is on its way. */
  codeId?: string;
  sentTo?: string;
  error?: string;
}

/** One form for both steps: an address first, then the code. */
export async function signIn(state: SignInState, form: FormData): Promise<SignInState> {
  try {
    if (!state.codeId) {
      const code = await latchkey.requestCode({ purpose: 'login', to: String(form.get('to') ?? '') });
      return { codeId: code.id, sentTo: code.to };
    }
    const code = String(form.get('code') ?? '');
    await keepTokens(await latchkey.startSession({ code_id: state.codeId, code }));
  } catch (error) {
    if (!(error instanceof LatchkeyError)) throw error;
    return { ...state, error: explain(error) };
  }
  redirect('/');
}

function explain(error: LatchkeyError): string {
  // The pages of Latchkey ask for every kind of second step; docs/api.md says how to ask for it here.
  if (error.code === 'second_factor_required') return 'Your account has a second step. Sign in at Latchkey.';
  const first = Object.values(error.problem?.errors ?? {})[0] ?? error.message;
  return error.retryAfterSeconds ? `${first} Try again in ${error.retryAfterSeconds} s.` : first;
}

export async function signOut(): Promise<void> {
  const jar = await cookies();
  const token = jar.get('shop.refresh')?.value;
  if (token) await latchkey.endSession({ refresh_token: token }).catch(() => undefined);
  jar.delete('shop.access');
  jar.delete('shop.refresh');
  redirect('/');
}
