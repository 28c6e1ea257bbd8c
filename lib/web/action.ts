import { headers } from 'next/headers';
import { unstable_rethrow } from 'next/navigation';
import { isHashQueueFull } from '@/lib/accounts/hash-queue';
import { isDatabaseAway } from '@/lib/db/is-database-away';
import type { Visitor } from '@/lib/flows/deps';
import type { FormState } from '@/lib/schemas/form-state';
import type { PublicText, PublicTextParams } from '@/lib/schemas/public-text';
import type { Language } from '@/lib/words/languages';
import { sentence } from '@/lib/words/sentence';
import { answerStatus, noteAction, refuseForm } from './answer-status';
import { logger } from './logger';
import { isOwnOrigin } from './origin';
import { languageOf } from './request-language';
import { visitorFrom } from './visitor';

/** A sentence by its id. The edge says it in the language of the page. */
export interface Said {
  id: PublicText;
  params?: PublicTextParams;
}

/** What an action answers. A text in place of a sentence is one that is in English only. */
export interface FormAnswer extends Omit<FormState, 'error' | 'notice' | 'fieldErrors'> {
  error?: Said;
  notice?: Said | string;
  /** Field name → sentence. */
  fieldErrors?: Record<string, Said | string>;
}

export interface ActionContext {
  visitor: Visitor;
}

/**
 * The edge of every server action: the Origin is checked, what is thrown is logged with the request's id and answered
 * with one sentence, and nothing of it reaches the page.
 */
export function action(run: (form: FormData, context: ActionContext) => Promise<FormAnswer | undefined>) {
  return async (_previous: FormState, form: FormData): Promise<FormState> => {
    const requestHeaders = await headers();
    // With hidden fields that were changed, or from a script of somebody's own, Next calls it with anything.
    if (!(form instanceof FormData)) {
      refuseForm();
      return say(formError('request_foreign'), languageOf(requestHeaders));
    }
    noteAction();
    const visitor = visitorFrom(requestHeaders);
    const language = languageOf(requestHeaders);
    if (!isOwnOrigin(requestHeaders)) {
      answerStatus(403);
      return say(formError('request_foreign'), language);
    }
    try {
      return { ...say((await run(form, { visitor })) ?? {}, language), answeredAt: Date.now() };
    } catch (error) {
      unstable_rethrow(error);
      if (isHashQueueFull(error)) {
        answerStatus(503, error.retryAfterSeconds);
        return say(formError('unavailable'), language);
      }
      const away = isDatabaseAway(error);
      answerStatus(away ? 503 : 500, away ? 5 : undefined);
      logger.error({ err: error, requestId: visitor.requestId }, 'action failed');
      return say(formError('unavailable'), language);
    }
  };
}

/** An answer with one sentence for the whole form. */
export function formError(id: PublicText, params?: PublicTextParams): FormAnswer {
  return { error: said(id, params), answeredAt: Date.now() };
}

export function said(id: PublicText, params?: PublicTextParams): Said {
  return { id, params };
}

function say({ error, notice, fieldErrors, ...rest }: FormAnswer, language: Language): FormState {
  const text = (what: Said | string) =>
    typeof what === 'string' ? what : sentence(language, what.id, what.params);
  return {
    ...rest,
    error: error && text(error),
    notice: notice && text(notice),
    fieldErrors:
      fieldErrors &&
      Object.fromEntries(Object.entries(fieldErrors).map(([field, what]) => [field, text(what)])),
  };
}

/** A text field of a form: files and repeated fields are no text. */
export function textField(form: FormData, name: string): string {
  const values = form.getAll(name);
  return values.length === 1 && typeof values[0] === 'string' ? values[0] : '';
}
