import type { BrandImage } from '@/lib/config/brand-image';
import type { BrandSettings } from '@/lib/config/brand-settings';

export type BrandPicture = Pick<BrandImage, 'type' | 'bytes'>;

/** About as wide as high, so that it is legible in a tab. */
const isSquarish = ({ width, height }: BrandImage) =>
  Math.max(width, height) <= 1.34 * Math.min(width, height);

/** A picture by the name in its address; null where there is none. */
export function getBrandPicture(
  name: string,
  brand: BrandSettings | null,
  appName: string,
): BrandPicture | null {
  if (name === 'logo') return brand?.logo ?? null;
  if (name === 'logo-dark') return brand?.logoDark ?? null;
  if (name !== 'icon' || !brand) return null;
  if (brand.icon) return brand.icon;
  if (brand.logo && isSquarish(brand.logo)) return brand.logo;
  return drawInitial(appName, brand.colours?.light ?? { accent: '#14201b', onAccent: '#ffffff' });
}

/** For who set a colour or a wide logo only: the first letter of the name, on the colour. */
function drawInitial(
  appName: string,
  { accent, onAccent }: { accent: string; onAccent: string },
): BrandPicture {
  const [first] = new Intl.Segmenter().segment(appName.toUpperCase());
  const letter = (first?.segment ?? '').replace(/[<>&]/g, '');
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="9" fill="${accent}"/>` +
    `<text x="16" y="23" text-anchor="middle" font-family="system-ui,sans-serif" font-size="20" font-weight="700" fill="${onAccent}">${letter}</text></svg>`;
  return { type: 'image/svg+xml', bytes: Buffer.from(svg) };
}
