import { headers } from 'next/headers';
import { unstable_rethrow } from 'next/navigation';
import { HashQueueFull } from '@/lib/accounts/hash-queue';
import { isDatabaseAway } from '@/lib/db/is-database-away';
import type { Visitor } from '@/lib/flows/deps';
import type { FormState } from '@/lib/schemas/form-state';
import { type PublicText, publicText } from '@/lib/schemas/public-text';
import { answerStatus, noteAction } from './answer-status';
import { logger } from './logger';
import { isOwnOrigin } from './origin';
import { visitorFrom } from './visitor';

export type { FormState };

export interface ActionContext {
  visitor: Visitor;
}

/**
 * The edge of every server action: the Origin is checked, what is thrown is logged with the request's id and answered
 * with one sentence, and nothing of it reaches the page.
 */
export function action(run: (form: FormData, context: ActionContext) => Promise<FormState | undefined>) {
  return async (_previous: FormState, form: FormData): Promise<FormState> => {
    noteAction();
    const requestHeaders = await headers();
    const visitor = visitorFrom(requestHeaders);
    if (!isOwnOrigin(requestHeaders)) {
      answerStatus(403);
      return formError('request_foreign');
    }
    try {
      return { ...(await run(form, { visitor })), answeredAt: Date.now() };
    } catch (error) {
      unstable_rethrow(error);
      if (error instanceof HashQueueFull) {
        answerStatus(503, error.retryAfterSeconds);
        return formError('unavailable');
      }
      const away = isDatabaseAway(error);
      answerStatus(away ? 503 : 500, away ? 5 : undefined);
      logger.error({ err: error, requestId: visitor.requestId }, 'action failed');
      return formError('unavailable');
    }
  };
}

/** A form state with one sentence of the catalogue. */
export function formError(id: PublicText, params?: Record<string, string | number>): FormState {
  return { error: publicText(id, params), answeredAt: Date.now() };
}

/** A text field of a form: files and repeated fields are no text. */
export function textField(form: FormData, name: string): string {
  const values = form.getAll(name);
  return values.length === 1 && typeof values[0] === 'string' ? values[0] : '';
}
