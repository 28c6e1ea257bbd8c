import type { ComponentProps } from 'react';

/** A link in a sentence or at the foot of a card: underlined, and tall enough to be hit with a thumb. */
export function TextLink(props: Omit<ComponentProps<'a'>, 'className' | 'style'> & { href: string }) {
  return (
    <a
      {...props}
      className="inline-flex min-h-11 items-center rounded-chip font-semibold text-accent underline decoration-current/35 underline-offset-4 hover:decoration-current"
    />
  );
}
