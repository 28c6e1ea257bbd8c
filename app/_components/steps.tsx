const steps = [
  {
    title: 'Say who you are',
    text: 'Your email address or your phone number. That is all we ask.',
  },
  {
    title: 'Read the code',
    text: 'It comes the way you choose, by email or to your phone, within seconds.',
  },
  {
    title: 'Type it in',
    text: 'Pasting works, spaces do not matter, and most phones fill it in for you.',
  },
];

export function Steps() {
  return (
    <section aria-labelledby="steps" className="border-y border-line bg-surface">
      <div className="mx-auto max-w-6xl px-4 py-14 sm:px-8 lg:py-20">
        <h2 id="steps" className="text-3xl font-bold tracking-tight text-ink">
          Three steps, about a minute
        </h2>
        <ol className="mt-8 grid gap-8 md:mt-12 md:grid-cols-3 md:gap-10">
          {steps.map(({ title, text }, index) => (
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
