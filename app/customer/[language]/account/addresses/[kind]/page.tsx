import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { BackLink } from '@/app/_components/back-link';
import { Card } from '@/app/_components/card';
import { MaskedAddress } from '@/app/_components/masked-address';
import { describeNotFound, withNotFound } from '@/app/_components/not-found-page';
import { PageShell } from '@/app/_components/page-shell';
import { Phrase } from '@/app/_components/phrase';
import { findPendingAddresses } from '@/lib/accounts/addresses';
import { maskAddress } from '@/lib/accounts/mask-address';
import { getDeps } from '@/lib/web/deps';
import { requireAccount, requireFreshSession } from '@/lib/web/fresh-session';
import { getWords } from '@/lib/web/page-words';
import { AddressForm } from './address-form';
import { RemoveAddressForm } from './remove-address-form';

type Props = { params: Promise<{ kind: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  if (!isKind((await params).kind)) return describeNotFound();
  return { title: (await getWords()).address.title };
}

async function AddressPage({ params }: Props) {
  const { kind } = await params;
  if (!isKind(kind)) notFound();
  const account = await requireAccount(await requireFreshSession(`/account/addresses/${kind}`));
  const pending = await findPendingAddresses(getDeps().db, account.id);
  const current = account[kind];
  const isEmail = kind === 'email';
  const isProved = isEmail ? account.emailVerifiedAt : account.phoneVerifiedAt;
  const { address: words, account: accountWords } = await getWords();
  const changeTitle = isEmail ? words.changeEmail : words.changePhone;
  const addTitle = isEmail ? words.addEmail : words.addPhone;
  const now = current && <MaskedAddress>{maskAddress(isEmail ? 'email' : 'sms', current)}</MaskedAddress>;
  return (
    <PageShell>
      <Card
        title={current ? changeTitle : addTitle}
        intro={current ? <Phrase text={words.introChange} parts={{ now }} /> : words.introAdd}
        footer={<BackLink href="/account">{accountWords.back}</BackLink>}
      >
        <AddressForm
          kind={kind}
          label={isEmail ? accountWords.email : accountWords.phone}
          words={words}
          typed={pending.find((item) => item.kind === kind)?.address ?? (isProved ? '' : (current ?? ''))}
        />
        {current && <RemoveAddressForm kind={kind} words={words} />}
      </Card>
    </PageShell>
  );
}

export default withNotFound(AddressPage);

function isKind(kind: string): kind is 'email' | 'phone' {
  return kind === 'email' || kind === 'phone';
}
