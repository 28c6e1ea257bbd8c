import type { BrandSettings } from '@/lib/config/brand-settings';
import { attachLogo, describeMailBrand, type MailLogo } from './mail-brand';
import { type MailContent, renderMailHtml, renderMailText } from './mail-layout';

/** Whose mail it is. */
export interface MailSite {
  appName: string;
  appUrl: URL;
  brand?: BrandSettings | null;
}

/** The two bodies of a mail, in the look of the operator. */
export function renderMail(
  mail: MailContent,
  { appName, brand }: MailSite,
): { subject: string; text: string; html: string; logo?: MailLogo } {
  const html = renderMailHtml({ ...mail, brand: describeMailBrand(appName, brand) });
  return { subject: mail.title, text: renderMailText(mail), html, logo: attachLogo(brand) };
}
