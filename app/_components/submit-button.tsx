'use client';

import type { MouseEvent } from 'react';
import { useFormStatus } from 'react-dom';
import { Button, type ButtonProps } from './button';

/**
 * Submits its form once. While the form is on its way a second press does nothing; with several submit buttons that
 * have a name and a value, only the one that was pressed spins. Without JavaScript it is an ordinary submit button.
 */
export function SubmitButton({ pending = false, onClick, fullWidth = true, ...rest }: ButtonProps) {
  const form = useFormStatus();
  const sending = pending || form.pending;
  const isMine =
    sending &&
    (!form.pending || rest.name === undefined || form.data.get(rest.name) === String(rest.value ?? ''));

  function pressOnce(event: MouseEvent<HTMLButtonElement>) {
    if (sending) event.preventDefault();
    else onClick?.(event);
  }

  return (
    <Button
      {...rest}
      type="submit"
      fullWidth={fullWidth}
      pending={isMine}
      aria-disabled={sending || undefined}
      onClick={pressOnce}
    />
  );
}
