import type { BrandSettings } from '@/lib/config/brand-settings';

/** The operator's look of a mail. Nothing of it is fetched when the mail is opened, so nobody learns that it was. */
export interface MailBrand {
  name: string;
  /** Null: the colours of every mail. */
  colours: { light: string; dark: string } | null;
  /** In pixels, as it is shown; null: the name stands in its place. */
  logo: { width: number; height: number } | null;
}

/** The picture that the HTML names as `cid:`: a part of the same mail. */
export interface MailLogo {
  cid: string;
  type: string;
  content: Buffer;
}

export const logoCid = 'logo@brand';
const [tallest, widest] = [44, 240];

export function describeMailBrand(
  name: string,
  brand: BrandSettings | null | undefined,
): MailBrand | undefined {
  if (!brand) return undefined;
  const { colours, mailLogo } = brand;
  const scale = mailLogo ? Math.min(tallest / mailLogo.height, widest / mailLogo.width) : 0;
  return {
    name,
    colours: colours?.mail ?? null,
    logo: mailLogo && {
      width: Math.max(1, Math.round(mailLogo.width * scale)),
      height: Math.max(1, Math.round(mailLogo.height * scale)),
    },
  };
}

export function attachLogo(brand: BrandSettings | null | undefined): MailLogo | undefined {
  if (!brand?.mailLogo) return undefined;
  return { cid: logoCid, type: brand.mailLogo.type, content: brand.mailLogo.bytes };
}
