import type { ReactNode } from 'react';

/** Said at once when it comes: the person has just left the field, or sent the form. */
export function FieldError({ id, children }: { id: string; children?: ReactNode }) {
  return (
    <div>
      {children && (
        <p
          id={id}
          role="alert"
          className="mt-2 flex animate-arrive items-start gap-2 text-sm font-medium text-danger"
        >
          <svg
            viewBox="0 0 16 16"
            width="16"
            height="16"
            className="mt-0.5 size-4 shrink-0 fill-current"
            aria-hidden="true"
          >
            <path d="M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1Zm-.8 3.5h1.6l-.2 4.6H7.4l-.2-4.6ZM8 12a1 1 0 1 1 0-2 1 1 0 0 1 0 2Z" />
          </svg>
          <span>{children}</span>
        </p>
      )}
    </div>
  );
}
