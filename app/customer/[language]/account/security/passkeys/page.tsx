import type { Metadata } from 'next';
import { BackLink } from '@/app/_components/back-link';
import { Card } from '@/app/_components/card';
import { PageShell } from '@/app/_components/page-shell';
import { describeDevice } from '@/lib/delivery/messages/describe-device';
import { listPasskeys } from '@/lib/flows/list-passkeys';
import { getDeps } from '@/lib/web/deps';
import { requireFreshSession } from '@/lib/web/fresh-session';
import { getTimeText } from '@/lib/web/page-time';
import { getWords } from '@/lib/web/page-words';
import { getVisitor } from '@/lib/web/visitor';
import { fill } from '@/lib/words/fill';
import { nameDevice } from '@/lib/words/names';
import { AddPasskeyForm } from './add-passkey-form';
import { PasskeyItem } from './passkey-item';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getWords()).passkeys.title };
}

export default async function PasskeysPage() {
  const session = await requireFreshSession('/account/security/passkeys');
  const passkeys = await listPasskeys(getDeps(), session.user.id);
  const { userAgent } = await getVisitor();
  const { passkeys: words, marks } = await getWords();
  const timeText = await getTimeText();
  return (
    <PageShell>
      <Card
        title={words.title}
        intro={words.intro}
        footer={<BackLink href="/account/security">{words.back}</BackLink>}
      >
        {passkeys.length > 0 && (
          <ul className="divide-y divide-line">
            {passkeys.map(({ id, name, confirmedAt, lastUsedAt }) => (
              <PasskeyItem
                key={id}
                id={id}
                name={name}
                words={words}
                usedText={
                  lastUsedAt
                    ? fill(marks.lastUsed, { time: timeText(lastUsedAt) })
                    : fill(words.added, { time: timeText(confirmedAt) })
                }
              />
            ))}
          </ul>
        )}
        <AddPasskeyForm suggestion={nameDevice(marks, describeDevice(userAgent))} words={words} />
      </Card>
    </PageShell>
  );
}
