import type { ComponentProps, ReactNode } from 'react';
import { FieldError } from './field-error';

export type RadioCardOption = { value: string; label: string; description?: ReactNode; disabled?: boolean };

export type RadioCardGroupProps = {
  name: string;
  legend: ReactNode;
  options: readonly RadioCardOption[];
  defaultValue?: string;
  hint?: ReactNode;
  error?: ReactNode;
  /** Goes on every radio: the result of `register(name)`, or `required`. */
  inputProps?: Omit<ComponentProps<'input'>, 'type' | 'value' | 'id' | 'name' | 'className' | 'style'>;
};

/** Choices as cards. A radio's name is its label alone; the description is tied to it, and the whole card can be pressed. */
export function RadioCardGroup(props: RadioCardGroupProps) {
  const { name, legend, options, defaultValue, hint, error, inputProps } = props;
  return (
    <fieldset aria-describedby={hint ? `${name}-hint` : undefined}>
      <legend className="mb-2 text-sm font-semibold text-ink">{legend}</legend>
      {hint && (
        <p id={`${name}-hint`} className="mb-3 text-sm text-muted">
          {hint}
        </p>
      )}
      <div className="grid gap-2.5">
        {options.map(({ value, label, description, disabled }) => {
          const id = `${name}-${value}`;
          const described = [description && `${id}-description`, error && `${name}-error`]
            .filter(Boolean)
            .join(' ');
          return (
            <div
              key={value}
              className="relative flex min-h-16 items-center gap-3.5 rounded-control border border-field-line bg-surface px-4 py-3 transition-colors hover:border-ink has-checked:border-accent has-checked:bg-accent-soft has-checked:ring-1 has-checked:ring-accent has-disabled:opacity-60 has-focus-visible:outline-3 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent"
            >
              <input
                {...inputProps}
                type="radio"
                id={id}
                name={name}
                value={value}
                disabled={disabled}
                defaultChecked={value === defaultValue}
                aria-describedby={described || undefined}
                className="relative z-10 size-5 shrink-0 accent-accent focus-visible:outline-none"
              />
              <div className="min-w-0">
                <label htmlFor={id} className="block font-semibold text-ink after:absolute after:inset-0">
                  {label}
                </label>
                {description && (
                  <p id={`${id}-description`} className="text-sm text-muted">
                    <bdi>{description}</bdi>
                  </p>
                )}
              </div>
            </div>
          );
        })}
      </div>
      <FieldError id={`${name}-error`}>{error}</FieldError>
    </fieldset>
  );
}
