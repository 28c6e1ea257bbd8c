import type { Words } from '@/lib/words/words';

export function Promises({ words }: { words: Words['landing'] }) {
  return (
    <section aria-labelledby="promises" className="mx-auto max-w-6xl px-4 py-14 sm:px-8 lg:py-20">
      <div className="grid gap-x-12 gap-y-8 lg:grid-cols-[1fr_1.9fr]">
        <div>
          <h2 id="promises" className="text-3xl font-bold tracking-tight text-ink">
            {words.promisesTitle}
          </h2>
          <p className="mt-4 max-w-[40ch] text-muted">{words.promisesIntro}</p>
        </div>
        <dl className="grid gap-x-10 gap-y-8 sm:grid-cols-2">
          {words.promises.map(({ title, text }) => (
            <div key={title} className="border-t-2 border-accent pt-4">
              <dt className="text-lg font-semibold text-ink">{title}</dt>
              <dd className="mt-1 text-muted">{text}</dd>
            </div>
          ))}
        </dl>
      </div>
    </section>
  );
}
