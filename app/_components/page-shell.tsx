import { getBranding } from '@/lib/web/branding';
import { DemoBanner } from './demo-banner';
import { ShellFrame, type ShellFrameProps } from './shell-frame';

export type PageShellProps = Omit<ShellFrameProps, 'appName'>;

/** The frame with the operator's name, and the banner of demo mode. For pages; client components cannot import it. */
export function PageShell({ footer, banner, ...rest }: PageShellProps) {
  const { appName, demoMode } = getBranding();
  return (
    <ShellFrame
      {...rest}
      appName={appName}
      banner={banner ?? (demoMode && <DemoBanner />)}
      footer={footer ?? <p>Nobody at {appName} will ever ask you for a code.</p>}
    />
  );
}
