export type ButtonVariant = 'primary' | 'secondary' | 'quiet' | 'danger';

const base =
  'inline-flex items-center justify-center gap-2.5 rounded-control border text-center text-base font-semibold ' +
  'transition-colors duration-150 disabled:cursor-not-allowed disabled:opacity-60 ' +
  'aria-disabled:cursor-not-allowed aria-disabled:not-aria-busy:opacity-60';

// The transparent border is what forced colours draw; without it a button there is bare text.
const looks: Record<ButtonVariant, string> = {
  primary:
    'min-h-12 border-transparent bg-accent px-5 py-2.5 text-on-accent shadow-low hover:bg-accent-hover',
  secondary: 'min-h-12 border-field-line px-5 bg-surface py-2.5 text-ink hover:bg-sunken',
  quiet:
    'min-h-11 border-transparent px-1 py-2 text-accent underline decoration-current/35 underline-offset-4 hover:decoration-current',
  danger: 'min-h-12 border-transparent bg-danger px-5 py-2.5 text-on-danger shadow-low hover:bg-danger-hover',
};

/** The look of a button, for buttons and for links that are the next step. */
export function buttonClass(variant: ButtonVariant = 'primary', fullWidth = false): string {
  return `${base} ${looks[variant]}${fullWidth ? ' w-full' : ''}`;
}
