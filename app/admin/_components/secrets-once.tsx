import type { FormState } from '@/lib/schemas/form-state';

/** New secrets, in the answer that made them and nowhere else. */
export function SecretsOnce({ state: { secrets, answeredAt } }: { state: FormState }) {
  if (!secrets) return null;
  return (
    <dl
      key={answeredAt}
      className="grid gap-3 rounded-control border border-line bg-sunken p-4"
      data-secret="shown once"
    >
      {secrets.map(({ term, secret }) => (
        <div key={term} className="grid gap-0.5">
          <dt className="text-sm text-muted">{term}</dt>
          <dd className="font-mono text-sm font-semibold break-all text-ink select-all" dir="ltr">
            {secret}
          </dd>
        </div>
      ))}
    </dl>
  );
}
