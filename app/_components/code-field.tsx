'use client';

import type { ComponentProps, ReactNode } from 'react';
import { useCommonWords } from './common-words';
import { fieldClass } from './field-class';
import { fieldDescription } from './field-description';
import { FieldFrame } from './field-frame';

export type CodeFieldProps = Omit<
  ComponentProps<'input'>,
  'className' | 'style' | 'type' | 'inputMode' | 'maxLength' | 'dir' | 'name'
> & {
  name?: string;
  label?: ReactNode;
  hint?: ReactNode;
  error?: ReactNode;
  /** `letters` for backup codes: a full keyboard, and smaller signs, since they are longer. */
  kind?: 'digits' | 'letters';
};

/**
 * One field for a code, so that paste, autofill and screen readers work. It has room for spaces and hyphens, and reads
 * from left to right in every language. No `pattern`: what is malformed is said by us, in our words.
 */
export function CodeField({
  name = 'code',
  label,
  hint,
  error,
  kind = 'digits',
  id = name,
  ...input
}: CodeFieldProps) {
  const words = useCommonWords();
  const size =
    kind === 'digits'
      ? 'indent-[0.28em] text-2xl tracking-[0.28em] sm:text-3xl'
      : 'text-xl tracking-[0.08em]';
  return (
    <FieldFrame id={id} label={label ?? words.codeLabel} hint={hint} error={error}>
      <input
        autoComplete={kind === 'digits' ? 'one-time-code' : 'off'}
        autoCapitalize="none"
        autoCorrect="off"
        spellCheck={false}
        {...input}
        id={id}
        name={name}
        type="text"
        inputMode={kind === 'digits' ? 'numeric' : 'text'}
        maxLength={64}
        dir="ltr"
        aria-invalid={error ? true : undefined}
        aria-describedby={fieldDescription(id, { hint, error })}
        className={`${fieldClass} min-h-16 text-center font-mono font-semibold tabular-nums ${size}`}
      />
    </FieldFrame>
  );
}
