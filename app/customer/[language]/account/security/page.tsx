import type { Metadata } from 'next';
import { Alert } from '@/app/_components/alert';
import { Badge } from '@/app/_components/badge';
import { ButtonLink } from '@/app/_components/button-link';
import { Card } from '@/app/_components/card';
import { PageShell } from '@/app/_components/page-shell';
import { getSecurityOverview } from '@/lib/flows/get-security-overview';
import { getDeps } from '@/lib/web/deps';
import { requireAccount } from '@/lib/web/fresh-session';
import { getTimeText } from '@/lib/web/page-time';
import { getPageLanguage, getWords } from '@/lib/web/page-words';
import { requireSession } from '@/lib/web/session';
import { readTrustSecret } from '@/lib/web/trust-cookie';
import { fill } from '@/lib/words/fill';
import { nameDevice, namePlace } from '@/lib/words/names';
import { sentence } from '@/lib/words/sentence';
import { FactorSettings } from './factor-settings';
import { SessionSettings } from './session-settings';
import { StopRelease } from './stop-release';
import { TrustedDevices } from './trusted-devices';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getWords()).security.title };
}

export default async function SecurityPage({
  searchParams,
}: {
  searchParams: Promise<{ done?: string | string[]; for?: string | string[] }>;
}) {
  const session = await requireSession('while_setting_up');
  const overview = await getSecurityOverview(getDeps(), await requireAccount(session), {
    sessionId: session.id,
    trustSecret: await readTrustSecret(),
  });
  const { done, for: reason } = await searchParams;
  const hasFactor = overview.backupCodesLeft !== null;
  const { security: words, marks, factorList } = await getWords();
  const timeText = await getTimeText();
  return (
    <PageShell
      width="wide"
      actions={
        <>
          <ButtonLink href="/account" variant="quiet">
            {words.account}
          </ButtonLink>
          <ButtonLink href="/logout" variant="secondary">
            {words.signOut}
          </ButtonLink>
        </>
      }
    >
      <div className="grid gap-6">
        <h1 className="text-3xl font-bold tracking-tight text-ink">{words.title}</h1>
        {(reason === 'role' || reason === 'console') && overview.lacksFactor && (
          <Alert tone="warning" title={words.roleTitle}>
            {words.role}
          </Alert>
        )}
        {overview.releaseDueAt && (
          <Card
            headingLevel={2}
            title={words.releaseTitle}
            intro={fill(words.release, { time: timeText(overview.releaseDueAt) })}
          >
            <StopRelease label={words.releaseStop} />
          </Card>
        )}
        {done === 'password_now_set' && (
          <Alert tone="success">{sentence(await getPageLanguage(), done)}</Alert>
        )}
        <Card
          headingLevel={2}
          title={words.password}
          intro={overview.hasPassword ? words.passwordIntro : words.passwordNone}
        >
          <div>
            <ButtonLink href="/account/security/password" variant="secondary">
              {overview.hasPassword ? words.passwordChange : words.passwordSet}
            </ButtonLink>
          </div>
        </Card>
        <Card headingLevel={2} title={words.second} intro={words.secondIntro}>
          <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
            <div className="min-w-0 max-w-xl">
              <p className="flex flex-wrap items-center gap-2 font-semibold text-ink">
                {words.passkeys}
                <Badge tone={overview.passkeys > 0 ? 'success' : 'neutral'}>
                  {overview.passkeys > 0 ? fill(words.passkeysOn, { n: overview.passkeys }) : factorList.off}
                </Badge>
              </p>
              <p className="text-sm text-muted">{words.passkeysNote}</p>
            </div>
            <ButtonLink href="/account/security/passkeys" variant="secondary">
              {overview.passkeys > 0 ? words.passkeysManage : words.passkeysSetUp}
            </ButtonLink>
          </div>
          <FactorSettings
            factors={overview.factors.map(({ lastUsedAt, ...factor }) => ({
              ...factor,
              usedText: lastUsedAt ? fill(marks.lastUsed, { time: timeText(lastUsedAt) }) : null,
            }))}
            backupCodesLeft={overview.backupCodesLeft}
            words={factorList}
          />
        </Card>
        {hasFactor && (
          <Card headingLevel={2} title={words.trusted} intro={words.trustedIntro}>
            <TrustedDevices
              words={words}
              thisOne={marks.thisOne}
              devices={overview.trustedDevices.map(({ id, device, clientAddress, expiresAt, isThisOne }) => {
                const [time, place] = [timeText(expiresAt), namePlace(marks, clientAddress)];
                const untilText = place
                  ? fill(words.trustedUntilFrom, { time, place })
                  : fill(words.trustedUntil, { time });
                return { id, device: nameDevice(marks, device), untilText, isThisOne };
              })}
            />
          </Card>
        )}
        <Card headingLevel={2} title={words.sessions} intro={words.sessionsIntro}>
          <SessionSettings
            words={words}
            thisOne={marks.thisOne}
            sessions={overview.sessions.map(({ id, device, clientAddress, lastSeenAt, isThisOne }) => {
              const [time, place] = [timeText(lastSeenAt), namePlace(marks, clientAddress)];
              const seenText = place
                ? fill(marks.lastUsedFrom, { time, place })
                : fill(marks.lastUsed, { time });
              return { id, device: nameDevice(marks, device), seenText, isThisOne };
            })}
          />
        </Card>
      </div>
    </PageShell>
  );
}
