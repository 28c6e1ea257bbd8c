import type { Metadata } from 'next';
import { ButtonLink } from './_components/button-link';
import { Card } from './_components/card';
import { PageShell } from './_components/page-shell';

export const metadata: Metadata = { title: 'Page not found' };

export default function NotFound() {
  return (
    <PageShell>
      <Card
        title="There is no door here"
        intro="The address may be mistyped, or the page has moved. Nothing is wrong with your account."
      >
        <div className="grid gap-3">
          <ButtonLink href="/" fullWidth>
            Go to the start
          </ButtonLink>
          <ButtonLink href="/login" variant="secondary" fullWidth>
            Sign in
          </ButtonLink>
        </div>
      </Card>
    </PageShell>
  );
}
