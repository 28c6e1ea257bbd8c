import type { Metadata } from 'next';
import { PageShell } from '@/app/_components/page-shell';
import { errorCodes } from '@/lib/web/error-codes';
import { listOperations, listProblems, toSchema } from '@/lib/web/openapi';
import { FieldList } from './field-list';

export const dynamic = 'force-static';
export const metadata: Metadata = { title: 'The API' };

/** The OpenAPI document for people, from the same source. */
export default function ApiPage() {
  return (
    <PageShell width="wide">
      <div className="grid gap-10">
        <header className="grid gap-3">
          <h1 className="text-2xl font-bold tracking-tight text-ink">The API</h1>
          <p className="text-muted">
            JSON in, JSON out. Without a key, a browser may ask and check for its visitor; with{' '}
            <code>Authorization: Bearer lk_…</code> an application does for all of its customers. For
            programs:{' '}
            <a className="text-accent underline" href="/api/v1/openapi.json">
              the OpenAPI document
            </a>
            .
          </p>
        </header>
        {listOperations().map(([id, operation]) => (
          <section key={id} id={id} className="grid gap-4 rounded-card border border-line bg-surface p-6">
            <h2 className="text-lg font-bold text-ink">{operation.summary}</h2>
            <p className="font-mono break-all text-ink">
              {operation.method.toUpperCase()} {operation.path}
            </p>
            {operation.query && <FieldList caption="Query" schema={toSchema(operation.query, 'input')} />}
            {operation.body && <FieldList caption="Body" schema={toSchema(operation.body, 'input')} />}
            {operation.answer ? (
              <FieldList
                caption={`Answer, ${operation.status}`}
                schema={toSchema(operation.answer, 'output')}
              />
            ) : (
              <p className="text-muted">Answer: {operation.status}, empty.</p>
            )}
            <p className="text-muted">
              Errors:{' '}
              {listProblems(operation).map((code, index) => (
                <span key={code}>
                  {index > 0 && ', '}
                  <a className="text-accent underline" href={`#${code}`}>
                    {code}
                  </a>
                </span>
              ))}
            </p>
          </section>
        ))}
        <section className="grid gap-4">
          <h2 className="text-lg font-bold text-ink">Errors</h2>
          <dl className="grid gap-3">
            {Object.entries(errorCodes).map(([code, { status, title }]) => (
              <div key={code} id={code} className="grid gap-x-6 sm:grid-cols-[16rem_1fr]">
                <dt className="font-mono text-ink">
                  {code} <span className="text-muted">{status}</span>
                </dt>
                <dd className="text-muted">{title}</dd>
              </div>
            ))}
          </dl>
        </section>
      </div>
    </PageShell>
  );
}
