import { fill } from '@/lib/words/fill';
import type { Words } from '@/lib/words/words';

const exchange = [
  { head: 'POST /api/v1/codes', body: '{ "purpose": "login", "to": "ada@example.com" }' },
  { head: '202 Accepted', body: '{ "id": "…", "channel": "email", "attempts_left": 5, … }' },
  { head: 'POST /api/v1/codes/{id}/verify', body: '{ "code": "482071" }' },
  { head: '200 OK', body: '{ "valid": true, "grant": "…" }' },
];

export function DeveloperPanel({ appName, words }: { appName: string; words: Words['landing'] }) {
  const { title, api, delivery, link, example } = words.developers;
  return (
    <section id="developers" aria-labelledby="developers-title" className="scroll-mt-4 px-4 pb-10 sm:px-8">
      <div className="on-door mx-auto grid max-w-6xl gap-x-12 gap-y-8 rounded-card border border-line bg-door p-6 text-on-door sm:p-10 lg:grid-cols-2 lg:p-14">
        <div>
          <p className="text-sm font-semibold text-brass-bright">{words.forDevelopers}</p>
          <h2 id="developers-title" className="mt-2 text-3xl font-bold tracking-tight">
            {title}
          </h2>
          <p className="mt-4 max-w-[46ch] text-on-door-muted">{api}</p>
          <p className="mt-4 max-w-[46ch] text-on-door-muted">{fill(delivery, { app: appName })}</p>
          <a
            href="/api/v1/openapi.json"
            className="mt-6 inline-flex min-h-12 items-center rounded-control border border-brass-bright px-5 font-semibold text-brass-bright hover:bg-brass-bright hover:text-door"
          >
            {link}
          </a>
        </div>
        <ol
          aria-label={example}
          className="grid min-w-0 gap-5 self-center border-s-2 border-on-door-muted/30 ps-5 font-mono text-sm"
        >
          {exchange.map(({ head, body }) => (
            <li key={head} dir="ltr" className="min-w-0 break-words">
              <p className="font-semibold text-brass-bright">{head}</p>
              <p className="mt-1 text-on-door">{body}</p>
            </li>
          ))}
        </ol>
      </div>
    </section>
  );
}
