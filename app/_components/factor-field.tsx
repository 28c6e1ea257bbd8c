'use client';

import { CodeField } from './code-field';
import { PasswordField } from './password-field';

const labels: Record<string, string> = {
  totp: 'Code from your app',
  backup: 'Backup code',
};

/** The field for one way of showing that it is you. Always named `code`, but for a password. */
export function FactorField({
  way,
  maskedTo,
  error,
  username,
}: {
  way: string;
  maskedTo: string | null;
  error?: string;
  username: string;
}) {
  if (way === 'password') {
    return (
      <>
        {/* Tells password managers whose password this is. */}
        <input type="text" name="username" autoComplete="username" defaultValue={username} hidden readOnly />
        <PasswordField label="Password" name="code" autoComplete="current-password" error={error} />
      </>
    );
  }
  if (way === 'backup') {
    return <CodeField label={labels.backup} kind="letters" hint="Each of them works once." error={error} />;
  }
  if (way === 'totp') {
    return <CodeField label={labels.totp} hint="Six digits. They change every 30 seconds." error={error} />;
  }
  return <CodeField hint={maskedTo ? `We have sent it to ${maskedTo}.` : undefined} error={error} />;
}
