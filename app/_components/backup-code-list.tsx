'use client';

import { useState, useSyncExternalStore } from 'react';
import { Alert } from './alert';
import { Button } from './button';
import { ButtonLink } from './button-link';
import { useCommonWords } from './common-words';

const never = () => () => {};

/** Ten codes, shown this once. Saving them as a file works without JavaScript; copying and printing come with it. */
export function BackupCodeList({ codes }: { codes: readonly string[] }) {
  const { backupCodes: words } = useCommonWords();
  const [isCopied, setIsCopied] = useState(false);
  const hasScript = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  const text = `${codes.join('\n')}\n`;
  return (
    <section className="grid gap-4 rounded-control border border-line bg-sunken p-5">
      <p id="backup-codes" className="text-lg font-bold text-ink">
        {words.title}
      </p>
      <Alert tone="warning">{words.keep}</Alert>
      <ul
        aria-labelledby="backup-codes"
        className="grid grid-cols-[repeat(auto-fill,minmax(13rem,1fr))] gap-x-8 gap-y-1.5 font-mono text-base font-semibold whitespace-nowrap text-ink"
      >
        {codes.map((code) => (
          <li key={code} dir="ltr">
            {code}
          </li>
        ))}
      </ul>
      <div className="flex flex-wrap gap-3 print:hidden">
        <ButtonLink
          variant="secondary"
          href={`data:text/plain;charset=utf-8,${encodeURIComponent(text)}`}
          download="backup-codes.txt"
        >
          {words.download}
        </ButtonLink>
        {hasScript && (
          <>
            <Button
              variant="secondary"
              onClick={() => void navigator.clipboard?.writeText(text).then(() => setIsCopied(true))}
            >
              {isCopied ? words.copied : words.copy}
            </Button>
            <Button variant="secondary" onClick={() => window.print()}>
              {words.print}
            </Button>
          </>
        )}
      </div>
    </section>
  );
}
