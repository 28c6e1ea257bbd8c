// The size of the text comes from the page, 16 px at least: a phone zooms into anything smaller. The border is 3:1 against both surfaces.
export const fieldClass =
  'block w-full min-h-12 rounded-control border border-field-line bg-surface px-3.5 py-2.5 text-ink ' +
  'placeholder:text-muted shadow-low transition-colors hover:border-ink ' +
  'focus:border-accent focus-visible:outline-offset-0 ' +
  'aria-invalid:border-danger aria-invalid:bg-danger-soft ' +
  'read-only:bg-sunken disabled:cursor-not-allowed disabled:bg-sunken disabled:text-muted';
