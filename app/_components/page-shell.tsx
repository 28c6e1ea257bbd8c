import { getBranding } from '@/lib/web/branding';
import { getPageLanguage, getWords, hasLanguages } from '@/lib/web/page-words';
import { fill } from '@/lib/words/fill';
import { DemoBanner } from './demo-banner';
import { LanguageMenu } from './language-menu';
import { ShellFrame, type ShellFrameProps } from './shell-frame';

export type PageShellProps = Omit<ShellFrameProps, 'appName' | 'homeLabel'>;

/**
 * The frame with the operator's name, the banner of demo mode, and the menu of languages where the page has them. For
 * pages; client components cannot import it.
 */
export async function PageShell({ footer, banner, ...rest }: PageShellProps) {
  const { appName, demoMode } = getBranding();
  const { shell } = await getWords();
  return (
    <ShellFrame
      {...rest}
      appName={appName}
      banner={banner ?? (demoMode && <DemoBanner />)}
      footer={
        <>
          {footer ?? <p>{fill(shell.promise, { app: appName })}</p>}
          {(await hasLanguages()) && (
            <LanguageMenu current={await getPageLanguage()} label={shell.language} />
          )}
        </>
      }
    />
  );
}
