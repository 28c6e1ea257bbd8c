'use client';

import { unstable_isUnrecognizedActionError, unstable_rethrow } from 'next/navigation';
import type { FormState } from '@/lib/schemas/form-state';
import type { Words } from '@/lib/words/words';
import { limitActionTime } from './limit-action-time';

export type FormAction = (previous: FormState, form: FormData) => Promise<FormState>;

/**
 * Calls an action of the server. What comes between (no network, no answer in time, something else that answers in its
 * place, a newer build) becomes an answer of the form: thrown on, it would put the error page in place of what was typed.
 */
export async function deliver(
  action: FormAction,
  previous: FormState,
  form: FormData,
  words: Words['common']['undelivered'],
): Promise<FormState> {
  limitActionTime();
  try {
    return await action(previous, form);
  } catch (error) {
    // Leading on to another page is thrown, too.
    unstable_rethrow(error);
    // What the last answer brought (a ticket, backup codes that are shown once) still holds.
    const { notice, fieldErrors, ...kept } = previous;
    return { ...kept, error: explain(error, words), undeliveredAt: Date.now() };
  }
}

function explain(error: unknown, words: Words['common']['undelivered']): string {
  if (unstable_isUnrecognizedActionError(error)) return words.outdated;
  // The browser is sure only of the one: it may be connected to a network that leads nowhere.
  return navigator.onLine ? words.noAnswer : words.offline;
}
