import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { BackLink } from '@/app/_components/back-link';
import { Card } from '@/app/_components/card';
import { MaskedAddress } from '@/app/_components/masked-address';
import { PageShell } from '@/app/_components/page-shell';
import { findPendingAddresses } from '@/lib/accounts/addresses';
import { maskAddress } from '@/lib/accounts/mask-address';
import { getDeps } from '@/lib/web/deps';
import { requireAccount, requireFreshSession } from '@/lib/web/fresh-session';
import { AddressForm } from './address-form';
import { RemoveAddressForm } from './remove-address-form';

export const metadata: Metadata = { title: 'Your address' };

export default async function AddressPage({ params }: { params: Promise<{ kind: string }> }) {
  const { kind } = await params;
  if (kind !== 'email' && kind !== 'phone') notFound();
  const account = await requireAccount(await requireFreshSession(`/account/addresses/${kind}`));
  const pending = await findPendingAddresses(getDeps().db, account.id);
  const current = account[kind];
  const isProved = kind === 'email' ? account.emailVerifiedAt : account.phoneVerifiedAt;
  const word = kind === 'email' ? 'email' : 'phone number';
  return (
    <PageShell>
      <Card
        title={current ? `Change your ${word}` : `Add your ${word}`}
        intro={
          <>
            We send a code to it.{' '}
            {current ? 'Until you type that code, nothing changes.' : 'The code proves that it is yours.'}
            {current && (
              <>
                {' '}
                Now: <MaskedAddress>{maskAddress(kind === 'email' ? 'email' : 'sms', current)}</MaskedAddress>
                .
              </>
            )}
          </>
        }
        footer={<BackLink href="/account">Back to your account</BackLink>}
      >
        <AddressForm
          kind={kind}
          typed={pending.find((item) => item.kind === kind)?.address ?? (isProved ? '' : (current ?? ''))}
        />
        {current && <RemoveAddressForm kind={kind} />}
      </Card>
    </PageShell>
  );
}
