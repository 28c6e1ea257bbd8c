/** A path on our own origin, or null: no other site, no scheme, no back slashes, no control characters. */
export function safePath(typed: string | null | undefined): string | null {
  if (!typed || typed.length > 500 || !/^\/(?![/\\])[\x21-\x7e]*$/.test(typed) || typed.includes('\\'))
    return null;
  try {
    const url = new URL(typed, 'http://own.invalid');
    return url.origin === 'http://own.invalid' ? url.pathname + url.search + url.hash : null;
  } catch {
    return null;
  }
}

/** A path inside the customer's own pages or the console; anything else is the customer's front page. */
export function accountPath(typed: unknown): string {
  const path = typeof typed === 'string' ? safePath(typed) : null;
  return path && /^\/(?:account|admin)(?=[/?#]|$)/.test(path) ? path : '/account';
}
