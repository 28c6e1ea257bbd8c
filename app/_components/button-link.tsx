import type { ComponentProps } from 'react';
import { type ButtonVariant, buttonClass } from './button-class';

export type ButtonLinkProps = Omit<ComponentProps<'a'>, 'className' | 'style'> & {
  href: string;
  variant?: ButtonVariant;
  fullWidth?: boolean;
};

/** A link that is the next step. A plain anchor: pages are prerendered, prefetching is worth less than its bytes. */
export function ButtonLink({ variant = 'primary', fullWidth = false, ...rest }: ButtonLinkProps) {
  return <a {...rest} className={buttonClass(variant, fullWidth)} />;
}
