import type { FormState } from '@/lib/schemas/form-state';
import { Alert } from './alert';

/** The whole form's answer, above its fields: an error interrupts, a notice waits. Keyed, so that a repeat is news. */
export function FormAlert({ state }: { state: FormState }) {
  if (state.error) {
    return (
      <Alert key={state.answeredAt} tone="error">
        {state.error}
      </Alert>
    );
  }
  if (state.notice) {
    return (
      <Alert key={state.answeredAt} tone="success">
        {state.notice}
      </Alert>
    );
  }
  return null;
}
