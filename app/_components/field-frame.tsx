'use client';

import type { ReactNode } from 'react';
import { useCommonWords } from './common-words';
import { FieldError } from './field-error';

export type FieldFrameProps = {
  id: string;
  label: ReactNode;
  hint?: ReactNode;
  error?: ReactNode;
  optional?: boolean;
  children: ReactNode;
};

/** Label, hint, the field itself, error. The mark "Optional" is outside the label: the label is the field's whole name. */
export function FieldFrame({ id, label, hint, error, optional = false, children }: FieldFrameProps) {
  const words = useCommonWords();
  return (
    <div>
      <div className="mb-1.5 flex items-baseline justify-between gap-3">
        <label htmlFor={id} className="text-sm font-semibold text-ink">
          {label}
        </label>
        {optional && (
          <span id={`${id}-optional`} className="text-sm text-muted">
            {words.optional}
          </span>
        )}
      </div>
      {hint && (
        <p id={`${id}-hint`} className="mb-2 text-sm text-muted">
          {hint}
        </p>
      )}
      {children}
      <FieldError id={`${id}-error`}>{error}</FieldError>
    </div>
  );
}
