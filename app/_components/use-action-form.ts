'use client';

import { type FormEvent, startTransition, useActionState, useEffect, useState } from 'react';
import { type FieldValues, type Path, type Resolver, useForm } from 'react-hook-form';
import type { FormState } from '@/lib/schemas/form-state';

type FormAction = (previous: FormState, form: FormData) => Promise<FormState>;

/**
 * A real form (it posts without JavaScript) that, with JavaScript, validates while typing by the same schema as the
 * server and posts without leaving the page. `resolver` is absent where there is nothing to validate.
 */
export function useActionForm<Values extends FieldValues>(
  action: FormAction,
  resolver?: Resolver<Values>,
  initial: FormState = {},
) {
  const [state, dispatch, pending] = useActionState(action, initial);
  const form = useForm<Values>({ resolver, mode: 'onTouched' });
  const { setFocus } = form;
  const [edited, setEdited] = useState<{ at?: number; names: string[] }>({ names: [] });

  useEffect(() => {
    const first = Object.keys(state.fieldErrors ?? {})[0];
    if (first) setFocus(first as Path<Values>);
  }, [state, setFocus]);

  function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const submitter = (event.nativeEvent as SubmitEvent).submitter;
    const data = new FormData(event.currentTarget, submitter);
    const send = () => startTransition(() => dispatch(data));
    return resolver ? form.handleSubmit(send)(event) : send();
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
    formProps: { action: dispatch, onSubmit, onInput, noValidate: true } as const,
  };
}
