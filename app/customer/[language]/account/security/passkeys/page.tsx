import type { Metadata } from 'next';
import { BackLink } from '@/app/_components/back-link';
import { Card } from '@/app/_components/card';
import { PageShell } from '@/app/_components/page-shell';
import { describeUserAgent } from '@/lib/accounts/describe-user-agent';
import { listPasskeys } from '@/lib/flows/list-passkeys';
import { getDeps } from '@/lib/web/deps';
import { requireFreshSession } from '@/lib/web/fresh-session';
import { getVisitor } from '@/lib/web/visitor';
import { AddPasskeyForm } from './add-passkey-form';
import { PasskeyItem } from './passkey-item';

export const metadata: Metadata = { title: 'Passkeys' };

const time = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' });

export default async function PasskeysPage() {
  const session = await requireFreshSession('/account/security/passkeys');
  const passkeys = await listPasskeys(getDeps(), session.user.id);
  const { userAgent } = await getVisitor();
  return (
    <PageShell>
      <Card
        title="Passkeys"
        intro="Your device signs in for you, by its finger, face or PIN check. No other site can use it, and there is nothing to type or to leak."
        footer={<BackLink href="/account/security">Back to security</BackLink>}
      >
        {passkeys.length > 0 && (
          <ul className="divide-y divide-line">
            {passkeys.map(({ id, name, confirmedAt, lastUsedAt }) => (
              <PasskeyItem
                key={id}
                id={id}
                name={name}
                usedText={
                  lastUsedAt
                    ? `Last used ${time.format(lastUsedAt)} UTC`
                    : `Added ${time.format(confirmedAt)} UTC`
                }
              />
            ))}
          </ul>
        )}
        <AddPasskeyForm suggestion={describeUserAgent(userAgent)} />
      </Card>
    </PageShell>
  );
}
