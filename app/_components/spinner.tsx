export function Spinner() {
  return (
    <svg
      viewBox="0 0 20 20"
      width="20"
      height="20"
      className="size-5 shrink-0 animate-spin motion-reduce:animate-none"
      aria-hidden="true"
    >
      <g fill="none" strokeWidth="2.5" stroke="currentColor">
        <circle cx="10" cy="10" r="7.5" opacity="0.3" />
        <path d="M10 2.5a7.5 7.5 0 0 1 7.5 7.5" strokeLinecap="round" />
      </g>
    </svg>
  );
}
