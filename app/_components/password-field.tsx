'use client';

import { useState, useSyncExternalStore } from 'react';
import { useCommonWords } from './common-words';
import { fieldClass } from './field-class';
import { fieldDescription } from './field-description';
import { FieldFrame } from './field-frame';
import type { TextFieldProps } from './text-field';

const never = () => () => {};

export type PasswordFieldProps = Omit<TextFieldProps, 'type'>;

/**
 * A password input that can be shown. The button comes with JavaScript, since it does nothing without. It is called
 * "Show", not "Show password", so that the field alone answers to the word on its label.
 */
export function PasswordField({ label, hint, error, optional = false, id, ...input }: PasswordFieldProps) {
  const words = useCommonWords();
  const [isShown, setIsShown] = useState(false);
  const hasScript = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  const fieldId = id ?? input.name;
  return (
    <FieldFrame id={fieldId} label={label} hint={hint} error={error} optional={optional}>
      <div className="relative">
        <input
          autoCapitalize="none"
          autoCorrect="off"
          spellCheck={false}
          {...input}
          id={fieldId}
          type={isShown ? 'text' : 'password'}
          aria-invalid={error ? true : undefined}
          aria-describedby={fieldDescription(fieldId, { optional, hint, error })}
          className={`${fieldClass} pe-20`}
        />
        {hasScript && (
          <button
            type="button"
            aria-controls={fieldId}
            onClick={() => setIsShown(!isShown)}
            className="absolute inset-y-0 end-0 min-w-16 rounded-control px-3 text-sm font-semibold text-accent hover:underline"
          >
            {isShown ? words.hide : words.show}
          </button>
        )}
      </div>
    </FieldFrame>
  );
}
