import { Badge } from '@/app/_components/badge';
import { EmptyState } from '@/app/_components/empty-state';
import type { SignInView } from '@/lib/flows/get-account-overview';

const time = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' });

export function SignInList({ signIns }: { signIns: readonly SignInView[] }) {
  if (signIns.length === 0) return <EmptyState title="No sign-ins yet" />;
  return (
    <ul className="divide-y divide-line">
      {signIns.map((signIn) => (
        <li key={signIn.id} className="flex flex-wrap items-center justify-between gap-x-6 gap-y-1 py-3.5">
          <div className="min-w-0">
            <p className="flex flex-wrap items-center gap-2 font-medium text-ink">
              {signIn.device}
              {signIn.isThisOne && <Badge tone="accent">This one</Badge>}
            </p>
            <p className="text-sm text-muted">
              By {signIn.method || 'code'}
              {signIn.clientAddress && <> from {signIn.clientAddress}</>}
            </p>
          </div>
          <time dateTime={signIn.createdAt.toISOString()} className="text-sm text-muted">
            {time.format(signIn.createdAt)} UTC
          </time>
        </li>
      ))}
    </ul>
  );
}
