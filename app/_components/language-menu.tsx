import { type Language, languageFacts, languages } from '@/lib/words/languages';

/** Each language by its own name, for who cannot read this one. A form of its own, without script (app/language). */
export function LanguageMenu({ current, label }: { current: Language; label: string }) {
  return (
    <details className="group relative inline-block text-start">
      <summary className="inline-flex min-h-11 cursor-pointer list-none items-center gap-2 rounded-chip px-2 text-sm font-semibold text-muted hover:text-ink [&::-webkit-details-marker]:hidden">
        <svg viewBox="0 0 20 20" width="16" height="16" className="size-4 shrink-0" aria-hidden="true">
          <g fill="none" stroke="currentColor" strokeWidth="1.5">
            <circle cx="10" cy="10" r="7.5" />
            <path d="M2.5 10h15M10 2.5c4.5 4.5 4.5 10.5 0 15M10 2.5c-4.5 4.5-4.5 10.5 0 15" />
          </g>
        </svg>
        <span className="sr-only">{label}: </span>
        {languageFacts[current].name}
        <svg
          viewBox="0 0 16 16"
          width="12"
          height="12"
          className="size-3 group-open:rotate-180"
          aria-hidden="true"
        >
          <path d="m3.5 6 4.5 4.5L12.5 6" fill="none" stroke="currentColor" strokeWidth="1.75" />
        </svg>
      </summary>
      <form
        method="post"
        action="/language"
        className="absolute bottom-full z-10 mb-1 grid min-w-44 rounded-control border border-line bg-surface p-1.5 shadow-high max-sm:inset-x-0 sm:start-0"
      >
        {languages.map((language) => (
          <button
            key={language}
            type="submit"
            name="language"
            value={language}
            lang={language}
            aria-current={language === current || undefined}
            className="min-h-11 rounded-chip px-3 text-start text-base text-ink hover:bg-accent-soft aria-[current]:font-semibold aria-[current]:text-accent"
          >
            <bdi>{languageFacts[language].name}</bdi>
          </button>
        ))}
      </form>
    </details>
  );
}
