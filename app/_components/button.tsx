import type { ComponentProps } from 'react';
import { type ButtonVariant, buttonClass } from './button-class';
import { Spinner } from './spinner';

export type ButtonProps = Omit<ComponentProps<'button'>, 'className' | 'style'> & {
  variant?: ButtonVariant;
  fullWidth?: boolean;
  /** Working: shows the spinner and says so. `aria-disabled`, because `disabled` would throw the focus away. */
  pending?: boolean;
};

export function Button({
  variant = 'primary',
  fullWidth = false,
  pending = false,
  type = 'button',
  children,
  ...rest
}: ButtonProps) {
  return (
    <button
      aria-busy={pending || undefined}
      aria-disabled={pending || undefined}
      {...rest}
      type={type}
      className={buttonClass(variant, fullWidth)}
    >
      {pending && <Spinner />}
      {children}
    </button>
  );
}
