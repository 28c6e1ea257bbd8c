/**
 * The mark: a key that is also an L. It takes its size from the class. The style sheet of a brand (lib/web) draws the
 * operator's logo in its place.
 */
export function Mark({ className = 'size-9' }: { className?: string }) {
  return (
    <svg
      viewBox="0 0 32 32"
      width="36"
      height="36"
      className={`brand-mark ${className}`}
      aria-hidden="true"
      focusable="false"
    >
      <rect width="32" height="32" rx="9" className="fill-door" />
      <g fill="none" strokeWidth="2.75" strokeLinecap="round" className="stroke-brass-bright">
        <circle cx="12" cy="10.5" r="4" />
        <path d="M12 14.5v10h9.5M12 19.5h5.5" strokeLinejoin="round" />
      </g>
    </svg>
  );
}
