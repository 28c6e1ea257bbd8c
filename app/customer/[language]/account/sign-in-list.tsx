import { Badge } from '@/app/_components/badge';
import { EmptyState } from '@/app/_components/empty-state';
import type { SignInView } from '@/lib/flows/get-account-overview';
import { getTimeText } from '@/lib/web/page-time';
import { getWords } from '@/lib/web/page-words';
import { fill } from '@/lib/words/fill';
import { nameDevice, nameMethods, namePlace } from '@/lib/words/names';

export async function SignInList({ signIns }: { signIns: readonly SignInView[] }) {
  const { account: words, marks } = await getWords();
  const timeText = await getTimeText();
  if (signIns.length === 0) return <EmptyState title={words.signInsNone} />;
  return (
    <ul className="divide-y divide-line">
      {signIns.map(({ id, device, methods, clientAddress, createdAt, isThisOne }) => {
        const method = nameMethods(marks, methods) || marks.methods.code_email;
        const place = namePlace(marks, clientAddress);
        return (
          <li key={id} className="flex flex-wrap items-center justify-between gap-x-6 gap-y-1 py-3.5">
            <div className="min-w-0">
              <p className="flex flex-wrap items-center gap-2 font-medium text-ink">
                <bdi>{nameDevice(marks, device)}</bdi>
                {isThisOne && <Badge tone="accent">{marks.thisOne}</Badge>}
              </p>
              <p className="text-sm text-muted">
                {place ? fill(words.byFrom, { method, place }) : fill(words.by, { method })}
              </p>
            </div>
            <time dateTime={createdAt.toISOString()} className="text-sm text-muted">
              {timeText(createdAt)}
            </time>
          </li>
        );
      })}
    </ul>
  );
}
