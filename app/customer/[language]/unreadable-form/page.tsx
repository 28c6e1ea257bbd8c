import type { Metadata } from 'next';
import { ButtonLink } from '@/app/_components/button-link';
import { Card } from '@/app/_components/card';
import { PageShell } from '@/app/_components/page-shell';
import { getWords } from '@/lib/web/page-words';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getWords()).unreadableForm.title, robots: { index: false } };
}

/** No address of its own: scripts/unreadable-forms.mjs answers with it, at the address that the form was sent to. */
export default async function UnreadableFormPage() {
  const { unreadableForm, notFound } = await getWords();
  return (
    <PageShell>
      <Card title={unreadableForm.title} intro={unreadableForm.intro}>
        <div className="grid gap-3">
          {/* The address as it stands, with its query; a link asks for it by GET. */}
          <ButtonLink href="" fullWidth>
            {unreadableForm.again}
          </ButtonLink>
          <ButtonLink href="/" variant="secondary" fullWidth>
            {notFound.home}
          </ButtonLink>
        </div>
      </Card>
    </PageShell>
  );
}
