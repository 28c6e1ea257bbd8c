import type { FormState } from '@/lib/schemas/form-state';
import { Alert } from './alert';

/**
 * The whole form's answer, above its fields: an error interrupts, a notice waits. Keyed, so that a repeat is news. The
 * region of the notice is there before it: many screen readers overhear what comes together with its region.
 */
export function FormAlert({ state }: { state: FormState }) {
  return (
    <>
      {state.error && (
        <Alert key={state.undeliveredAt ?? state.answeredAt} tone="error">
          {state.error}
        </Alert>
      )}
      {/* Out of the flow while it is empty: it would take a gap of its own. */}
      <div role="status" className="empty:absolute">
        {!state.error && state.notice && (
          <Alert key={state.answeredAt} tone="success" isInRegion>
            {state.notice}
          </Alert>
        )}
      </div>
    </>
  );
}
