import type { ComponentProps, ReactNode } from 'react';
import { fieldClass } from './field-class';
import { fieldDescription } from './field-description';
import { FieldFrame } from './field-frame';

export type TextFieldProps = Omit<ComponentProps<'input'>, 'className' | 'style' | 'name'> & {
  name: string;
  label: ReactNode;
  hint?: ReactNode;
  error?: ReactNode;
  optional?: boolean;
};

/** A labelled input. Takes everything an input takes, `ref` and the result of `register()` included. The id is the name. */
export function TextField({ label, hint, error, optional = false, id, ...input }: TextFieldProps) {
  const fieldId = id ?? input.name;
  return (
    <FieldFrame id={fieldId} label={label} hint={hint} error={error} optional={optional}>
      <input
        type="text"
        {...input}
        id={fieldId}
        aria-invalid={error ? true : undefined}
        aria-describedby={fieldDescription(fieldId, { optional, hint, error })}
        className={fieldClass}
      />
    </FieldFrame>
  );
}
