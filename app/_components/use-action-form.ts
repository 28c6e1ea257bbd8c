'use client';

import { type FormEvent, startTransition, useActionState, useEffect, useRef, useState } from 'react';
import { type FieldValues, type Path, type Resolver, useForm } from 'react-hook-form';
import type { FormState } from '@/lib/schemas/form-state';
import { useCommonWords } from './common-words';
import { deliver, type FormAction } from './deliver';

/**
 * A real form (it posts without JavaScript) that, with JavaScript, validates while typing by the same schema as the
 * server and posts without leaving the page. `resolver` is absent where there is nothing to validate. No press is lost:
 * it is sent, or the page says what is in its way.
 */
export function useActionForm<Values extends FieldValues>(
  action: FormAction,
  resolver?: Resolver<Values>,
  initial: FormState = {},
) {
  const { undelivered } = useCommonWords();
  // What was posted without JavaScript is answered with the page; what is sent from here, after it.
  const [posted, post] = useActionState(action, initial);
  const [answer, send, pending] = useActionState<FormState | null, FormData>(
    (previous, data) => deliver(action, previous ?? posted, data, undelivered),
    null,
  );
  const state = answer ?? posted;
  const form = useForm<Values>({ resolver, mode: 'onTouched' });
  const sent = useRef<HTMLFormElement>(null);
  const [edited, setEdited] = useState<{ at?: number; names: string[] }>({ names: [] });

  useEffect(() => {
    const first = Object.keys(state.fieldErrors ?? {})[0];
    if (first) focusField(sent.current, first);
  }, [state]);

  function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const submitter = (event.nativeEvent as SubmitEvent).submitter;
    const sender = event.currentTarget;
    const data = new FormData(sender, submitter);
    const go = () => startTransition(() => send(data));
    if (!resolver) return go();
    // A finding that no field can show, or a check that failed itself, would look like a press without effect.
    const isShown = (name: string) => sender.elements.namedItem(name) !== null;
    form
      .handleSubmit(go, (errors) => (Object.keys(errors).some(isShown) ? undefined : go()))(event)
      .catch(go);
  }

  // What the server said about a field stands until the field changes.
  function onInput(event: FormEvent<HTMLFormElement>) {
    const { name } = event.target as HTMLInputElement;
    if (state.fieldErrors?.[name]) {
      setEdited((former) => ({
        at: state.answeredAt,
        names: former.at === state.answeredAt ? [...former.names, name] : [name],
      }));
    }
  }

  /** The field's sentence: what the browser finds now, else what the server found in the last answer. */
  function errorOf(name: Path<Values>): string | undefined {
    const found = form.getFieldState(name, form.formState).error?.message;
    if (found) return found;
    const isEdited = edited.at === state.answeredAt && edited.names.includes(name);
    return isEdited ? undefined : state.fieldErrors?.[name];
  }

  return {
    state,
    pending,
    errorOf,
    register: form.register,
    formProps: { ref: sent, action: post, onSubmit, onInput, noValidate: true } as const,
  };
}

/** Of several fields of one name (radio buttons) the chosen one, else the first. */
function focusField(form: HTMLFormElement | null, name: string): void {
  const found = form?.elements.namedItem(name);
  const fields = found instanceof RadioNodeList ? [...found] : [found];
  const chosen = fields.find((field) => field instanceof HTMLInputElement && field.checked) ?? fields[0];
  if (chosen instanceof HTMLElement) chosen.focus();
}
