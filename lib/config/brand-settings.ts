import {
  type BrandColours,
  deriveBrandColours,
  leastContrast,
  leastContrastOf,
  parseColour,
  type SchemeColours,
  surfaces,
} from './brand-colours';
import { type BrandImage, readBrandImage } from './brand-image';
import { type Env, textSetting } from './read-setting';

const names = ['BRAND_ACCENT', 'BRAND_LOGO', 'BRAND_LOGO_DARK', 'BRAND_ICON'] as const;

/** How an operator makes the pages and mails look like their own. */
export interface BrandSettings {
  colours: BrandColours | null;
  logo: BrandImage | null;
  /** In dark surroundings, in place of `logo`. */
  logoDark: BrandImage | null;
  icon: BrandImage | null;
  /** The logo, where it is fit for mails. */
  mailLogo: BrandImage | null;
  /** What became of them that the operator might not expect: sentences for the log. */
  notes: readonly string[];
}

/** Pages are built without a link to the brand's style sheet where none is set: it costs nothing then. */
export function isBranded(env: Env): boolean {
  return names.some((name) => textSetting(env, name) !== null);
}

/** The BRAND_* settings; null when none is set. */
export function loadBrand(env: Env, problems: string[]): BrandSettings | null {
  const colours = readAccent(env, problems);
  const logo = readImage(env, problems, 'BRAND_LOGO');
  const logoDark = readImage(env, problems, 'BRAND_LOGO_DARK');
  const icon = readImage(env, problems, 'BRAND_ICON');
  if (logoDark && textSetting(env, 'BRAND_LOGO') === null) {
    problems.push('BRAND_LOGO_DARK is set without BRAND_LOGO. Set both, or BRAND_LOGO alone.');
  }
  if (!isBranded(env)) return null;
  const mailLogo = logo && isFitForMail(logo) ? logo : null;
  const notes = colours ? tellShades(colours) : [];
  if (logo && !mailLogo) {
    notes.push(
      `Mails show APP_NAME in place of BRAND_LOGO: they take a PNG of at most ${mostMailKilobytes} KB.`,
    );
  }
  return { colours, logo, logoDark, icon, mailLogo, notes };
}

function readAccent(env: Env, problems: string[]): BrandColours | null {
  const text = textSetting(env, 'BRAND_ACCENT');
  if (text === null) return null;
  const colour = parseColour(text);
  if (colour) return deriveBrandColours(colour);
  problems.push(
    `BRAND_ACCENT is "${text}". Write a colour as # and six hexadecimal digits, such as #1d4ed8.`,
  );
  return null;
}

function readImage(env: Env, problems: string[], name: (typeof names)[number]): BrandImage | null {
  const path = textSetting(env, name);
  if (path === null) return null;
  const image = readBrandImage(path);
  if (typeof image !== 'string') return image;
  problems.push(`${name} is "${path}", which ${image}.`);
  return null;
}

/** Where the colour is not shown as it was set, and why. */
function tellShades({ brand, light, dark }: BrandColours): string[] {
  const tell = (scheme: keyof typeof surfaces, { accent, accentSoft }: SchemeColours) => {
    if (accent === brand) return [];
    const least = leastContrastOf(brand, [...Object.values(surfaces[scheme]), accentSoft]);
    // Rounded down: 4.46 is not 4.5.
    const told = (Math.floor(least * 10) / 10).toFixed(1);
    return [
      `BRAND_ACCENT ${brand} has a contrast of ${told} to 1 somewhere on the ${scheme} pages, where text needs ${leastContrast}: ${accent} stands in its place there.`,
    ];
  };
  return [...tell('light', light), ...tell('dark', dark)];
}

const mostMailKilobytes = 32;

/** Mail programs show no SVG, and every mail carries the file. */
function isFitForMail({ type, bytes }: BrandImage): boolean {
  return type === 'image/png' && bytes.length <= mostMailKilobytes * 1024;
}
