import { fill } from '@/lib/words/fill';
import type { Language } from '@/lib/words/languages';
import type { Words } from '@/lib/words/words';
import { LanguageMenu } from './language-menu';

export interface SiteFooterProps {
  appName: string;
  language: Language;
  words: Words;
}

export function SiteFooter({ appName, language, words: { landing, shell } }: SiteFooterProps) {
  const links = [
    { href: '/login', text: landing.footer.signIn },
    { href: '/forgot-password', text: landing.footer.forgotPassword },
    { href: '/register', text: landing.footer.register },
    { href: '/api/v1/openapi.json', text: 'API' },
  ];
  return (
    <footer className="mx-auto flex max-w-6xl flex-col gap-x-8 gap-y-3 px-4 pt-8 pb-[max(2rem,env(safe-area-inset-bottom))] text-sm text-muted sm:px-8 lg:flex-row lg:items-center lg:justify-between">
      <p>{fill(shell.promise, { app: appName })}</p>
      <div className="-mx-2 flex flex-wrap items-center">
        <ul className="flex flex-wrap">
          {links.map(({ href, text }) => (
            <li key={href}>
              <a
                href={href}
                className="inline-flex min-h-11 items-center px-2 underline-offset-4 hover:text-ink hover:underline"
              >
                {text}
              </a>
            </li>
          ))}
        </ul>
        <LanguageMenu current={language} label={shell.language} />
      </div>
    </footer>
  );
}
