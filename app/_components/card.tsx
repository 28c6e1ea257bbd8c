import type { ReactNode } from 'react';

export type CardProps = {
  title?: ReactNode;
  /** One or two sentences under the title. */
  intro?: ReactNode;
  /** The card of a page's one form carries the page's h1; cards beside others take 2. */
  headingLevel?: 1 | 2;
  /** Above the title: a stepper or a way back. */
  eyebrow?: ReactNode;
  /** Below a line, at the foot: the other way to go. */
  footer?: ReactNode;
  children?: ReactNode;
};

export function Card({ title, intro, headingLevel = 1, eyebrow, footer, children }: CardProps) {
  const Heading = headingLevel === 1 ? 'h1' : 'h2';
  const size = headingLevel === 1 ? 'text-2xl tracking-tight' : 'text-lg';
  return (
    <section className="rounded-card border border-line bg-surface shadow-high">
      <div className="grid gap-6 p-6 sm:p-9">
        {(eyebrow || title || intro) && (
          <header className="grid gap-2">
            {eyebrow && <div className="mb-1">{eyebrow}</div>}
            {title && <Heading className={`font-bold text-ink ${size}`}>{title}</Heading>}
            {intro && <div className="text-muted">{intro}</div>}
          </header>
        )}
        {children}
      </div>
      {footer && (
        <footer className="rounded-b-card border-t border-line bg-canvas/60 px-6 py-3 text-center text-base text-muted sm:px-9">
          {footer}
        </footer>
      )}
    </section>
  );
}
