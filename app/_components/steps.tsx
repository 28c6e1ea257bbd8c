import type { Words } from '@/lib/words/words';

export function Steps({ words }: { words: Words['landing'] }) {
  return (
    <section aria-labelledby="steps" className="border-y border-line bg-surface">
      <div className="mx-auto max-w-6xl px-4 py-14 sm:px-8 lg:py-20">
        <h2 id="steps" className="text-3xl font-bold tracking-tight text-ink">
          {words.stepsTitle}
        </h2>
        <ol className="mt-8 grid gap-8 md:mt-12 md:grid-cols-3 md:gap-10">
          {words.steps.map(({ title, text }, index) => (
            <li key={title} className="flex gap-4 md:block">
              <span
                aria-hidden="true"
                className="grid size-11 shrink-0 place-items-center rounded-full border border-brass/45 font-mono text-lg font-semibold text-brass"
              >
                {index + 1}
              </span>
              <div>
                <h3 className="text-lg font-semibold text-ink md:mt-5">{title}</h3>
                <p className="mt-1 max-w-[36ch] text-muted">{text}</p>
              </div>
            </li>
          ))}
        </ol>
      </div>
    </section>
  );
}
