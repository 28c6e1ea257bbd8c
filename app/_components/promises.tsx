const promises = [
  {
    title: 'It works once',
    text: 'A code opens one door, one time, in the browser that asked for it. Nowhere else is it worth anything.',
  },
  {
    title: 'It does not last',
    text: 'Ten minutes at most. After that it is an ordinary number again, for you and for everybody else.',
  },
  {
    title: 'It cannot be guessed',
    text: 'After a few wrong tries it is dead, and asking for a new one does not bring the tries back.',
  },
  {
    title: 'It is not written down',
    text: 'No code is stored, not even scrambled. Whoever stole the whole database would not find a single one.',
  },
];

export function Promises() {
  return (
    <section aria-labelledby="promises" className="mx-auto max-w-6xl px-4 py-14 sm:px-8 lg:py-20">
      <div className="grid gap-x-12 gap-y-8 lg:grid-cols-[1fr_1.9fr]">
        <div>
          <h2 id="promises" className="text-3xl font-bold tracking-tight text-ink">
            What you can count on
          </h2>
          <p className="mt-4 max-w-[40ch] text-muted">
            A code is a small thing that opens big doors. So it is made to be useless to anybody but you.
          </p>
        </div>
        <dl className="grid gap-x-10 gap-y-8 sm:grid-cols-2">
          {promises.map(({ title, text }) => (
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
