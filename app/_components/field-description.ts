import type { ReactNode } from 'react';

/** The ids that `aria-describedby` of a field names: its mark, its hint and its error, where it has them. */
export function fieldDescription(
  id: string,
  parts: { optional?: boolean; hint?: ReactNode; error?: ReactNode },
) {
  const ids = [parts.optional && `${id}-optional`, parts.hint && `${id}-hint`, parts.error && `${id}-error`];
  return ids.filter(Boolean).join(' ') || undefined;
}
