import type { SchemeColours } from '@/lib/config/brand-colours';
import type { BrandImage } from '@/lib/config/brand-image';
import type { BrandSettings } from '@/lib/config/brand-settings';

/** From here on a logo is taken to have the name in it, which is then read out only. */
const wordMarkRatio = 2;
const [height, widest] = [2.25, 14];

/** Empty where nothing is set. It wins over app/globals.css by its selectors, whichever comes first. */
export function renderBrandSheet(brand: BrandSettings | null): string {
  const parts: string[] = [];
  if (brand?.colours) {
    const { brand: colour, light, dark } = brand.colours;
    parts.push(
      `html:root{--brand:${colour};${colours(light)}}`,
      `@media (prefers-color-scheme:dark){html:root{${colours(dark)}}}`,
    );
  }
  if (brand?.logo) parts.push(...renderLogo(brand.logo, brand.logoDark));
  return parts.join('\n');
}

function colours({ accent, onAccent, accentSoft, door }: SchemeColours): string {
  return `--accent:${accent};--on-accent:${onAccent};--accent-soft:${accentSoft};--door:${door}`;
}

function renderLogo(logo: BrandImage, dark: BrandImage | null): string[] {
  const parts = [
    `.brand-mark{background:url("${imagePath('logo', logo)}") center/contain no-repeat;${size(logo, height)};forced-color-adjust:none;print-color-adjust:exact}`,
    '.brand-mark>*{display:none}',
  ];
  if (dark) {
    const image = `background-image:url("${imagePath('logo-dark', dark)}")`;
    parts.push(`@media (prefers-color-scheme:dark){.brand-mark{${image};${size(dark, height)}}}`);
  } else if (!logo.suitsDark) {
    // It was drawn for light surroundings: it brings them along.
    const plate =
      'background-color:#fff;background-origin:content-box;box-sizing:content-box;padding:.3rem;border-radius:.375rem';
    parts.push(`@media (prefers-color-scheme:dark){.brand-mark{${plate};${size(logo, height - 0.6)}}}`);
  }
  if (logo.width >= logo.height * wordMarkRatio) {
    parts.push(
      '.brand-name{position:absolute;inline-size:1px;block-size:1px;overflow:hidden;clip-path:inset(50%)}',
    );
  }
  return parts;
}

function size({ width, height: drawn }: BrandImage, rem: number): string {
  return `block-size:${rem}rem;inline-size:${Math.min(widest, (rem * width) / drawn).toFixed(3)}rem`;
}

/** The content is named in the address, so that a changed file is a new one to every cache. */
function imagePath(name: string, { version }: BrandImage): string {
  return `/brand/${name}?v=${version}`;
}
