import { getBranding } from '@/lib/web/branding';
import { ButtonLink } from './_components/button-link';
import { DemoBanner } from './_components/demo-banner';
import { DeveloperPanel } from './_components/developer-panel';
import { LockDrawing } from './_components/lock-drawing';
import { Promises } from './_components/promises';
import { SiteFooter } from './_components/site-footer';
import { SiteHeader } from './_components/site-header';
import { Steps } from './_components/steps';

export const dynamic = 'force-static';

export default function LandingPage() {
  const { appName, demoMode } = getBranding();
  return (
    <div className="overflow-x-clip">
      {demoMode && <DemoBanner />}
      <SiteHeader appName={appName} />
      <main id="main">
        <section className="mx-auto grid max-w-6xl items-center gap-x-12 gap-y-10 px-4 pt-10 pb-16 sm:px-8 lg:grid-cols-[1.08fr_1fr] lg:pt-16 lg:pb-24">
          <div>
            <h1 className="text-display font-bold tracking-[-0.03em] text-ink">
              One short code opens the door.
            </h1>
            <p className="mt-6 max-w-[34rem] text-lg text-muted">
              {appName} lets you back in when a password is lost, signs you in without one, and asks you
              before anything important happens. Each time with a code, sent to the email address or phone you
              already use.
            </p>
            <div className="mt-8 flex flex-col gap-3 sm:flex-row">
              <ButtonLink href="/login">Sign in</ButtonLink>
              <ButtonLink href="/forgot-password" variant="secondary">
                I forgot my password
              </ButtonLink>
            </div>
            <p className="mt-4 text-muted">
              New here?{' '}
              <a
                href="/register"
                className="inline-flex min-h-11 items-center font-semibold text-accent underline decoration-current/35 underline-offset-4 hover:decoration-current"
              >
                Create an account
              </a>
            </p>
          </div>
          <LockDrawing />
        </section>
        <Steps />
        <Promises />
        <DeveloperPanel appName={appName} />
      </main>
      <SiteFooter appName={appName} />
    </div>
  );
}
