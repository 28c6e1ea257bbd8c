import type { Words } from '@/lib/words/words';
import { Mark } from './mark';

const link =
  'inline-flex min-h-11 items-center rounded-chip px-3 text-base font-semibold text-muted hover:text-ink';

export function SiteHeader({ appName, words }: { appName: string; words: Words['landing'] }) {
  return (
    <header className="mx-auto flex max-w-6xl flex-wrap items-center justify-between gap-x-6 gap-y-1 px-4 py-4 sm:px-8">
      <a href="/" className="inline-flex min-h-11 items-center gap-3 rounded-chip text-lg font-bold text-ink">
        <Mark />
        <span className="brand-name">{appName}</span>
      </a>
      <nav aria-label={words.navigation} className="-mx-3 flex flex-wrap">
        <a href="#developers" className={`${link} max-sm:hidden`}>
          {words.forDevelopers}
        </a>
        <a href="/account" className={link}>
          {words.yourAccount}
        </a>
      </nav>
    </header>
  );
}
