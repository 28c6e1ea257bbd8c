import type { ApiClient } from './api-client';
import { type Reply, refuse } from './reply';

/** Checking a code wants the same of a key wherever it is done. @returns the refusal, or null */
export function refuseWithoutCodesScope({ key }: ApiClient): Reply | null {
  if (!key || key.scopes.includes('codes')) return null;
  return refuse('forbidden', { detail: 'The key lacks the scope "codes".' });
}
