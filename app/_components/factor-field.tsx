'use client';

import type { Words } from '@/lib/words/words';
import { CodeField } from './code-field';
import { MaskedAddress } from './masked-address';
import { PasswordField } from './password-field';
import { Phrase } from './phrase';

/** The field for one way of showing that it is you. Always named `code`, but for a password. */
export function FactorField({
  way,
  maskedTo,
  error,
  username,
  words,
}: {
  way: string;
  maskedTo: string | null;
  error?: string;
  username: string;
  words: Words['factors'];
}) {
  if (way === 'password') {
    return (
      <>
        {/* Tells password managers whose password this is. */}
        <input type="text" name="username" autoComplete="username" defaultValue={username} hidden readOnly />
        <PasswordField label={words.password} name="code" autoComplete="current-password" error={error} />
      </>
    );
  }
  if (way === 'backup') {
    return <CodeField label={words.backup} kind="letters" hint={words.backupHint} error={error} />;
  }
  if (way === 'totp') {
    return <CodeField label={words.totp} hint={words.totpHint} error={error} />;
  }
  const sentTo = maskedTo && (
    <Phrase text={words.sentTo} parts={{ to: <MaskedAddress>{maskedTo}</MaskedAddress> }} />
  );
  return <CodeField hint={sentTo ?? undefined} error={error} />;
}
