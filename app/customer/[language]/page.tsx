import { ButtonLink } from '@/app/_components/button-link';
import { DemoBanner } from '@/app/_components/demo-banner';
import { DeveloperPanel } from '@/app/_components/developer-panel';
import { LockDrawing } from '@/app/_components/lock-drawing';
import { Promises } from '@/app/_components/promises';
import { SiteFooter } from '@/app/_components/site-footer';
import { SiteHeader } from '@/app/_components/site-header';
import { Steps } from '@/app/_components/steps';

import { getBranding } from '@/lib/web/branding';
import { getPageLanguage, getWords } from '@/lib/web/page-words';
import { fill } from '@/lib/words/fill';

export const dynamic = 'force-static';

export default async function LandingPage() {
  const { appName, demoMode } = getBranding();
  const words = await getWords();
  const { landing } = words;
  return (
    <div className="overflow-x-clip">
      {demoMode && <DemoBanner />}
      <SiteHeader appName={appName} words={landing} />
      <main id="main">
        <section className="mx-auto grid max-w-6xl items-center gap-x-12 gap-y-10 px-4 pt-10 pb-16 sm:px-8 lg:grid-cols-[1.08fr_1fr] lg:pt-16 lg:pb-24">
          <div>
            <h1 className="text-display font-bold tracking-[-0.03em] text-ink">{landing.title}</h1>
            <p className="mt-6 max-w-[34rem] text-lg text-muted">{fill(landing.intro, { app: appName })}</p>
            <div className="mt-8 flex flex-col gap-3 sm:flex-row">
              <ButtonLink href="/login">{landing.signIn}</ButtonLink>
              <ButtonLink href="/forgot-password" variant="secondary">
                {landing.forgotPassword}
              </ButtonLink>
            </div>
            <p className="mt-4 text-muted">
              {landing.newHere}{' '}
              <a
                href="/register"
                className="inline-flex min-h-11 items-center font-semibold text-accent underline decoration-current/35 underline-offset-4 hover:decoration-current"
              >
                {landing.register}
              </a>
            </p>
          </div>
          <LockDrawing />
        </section>
        <Steps words={landing} />
        <Promises words={landing} />
        <DeveloperPanel appName={appName} words={landing} />
      </main>
      <SiteFooter appName={appName} language={await getPageLanguage()} words={words} />
    </div>
  );
}
