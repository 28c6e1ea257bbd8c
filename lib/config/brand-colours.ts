/**
 * The colours that follow from an operator's own one. What has to be read keeps the contrast of WCAG 2.2 AA (1.4.3:
 * 4.5 to 1) whatever was set: hue and strength stay, the lightness gives way. Lightness is that of OKLCH, written against
 * https://www.w3.org/TR/css-color-4/#ok-lab; contrast against https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio.
 */

export const leastContrast = 4.5;

/** What the accent is written on. As in app/globals.css; a test compares. */
export const surfaces = {
  light: { canvas: '#f4f5f0', surface: '#ffffff', sunken: '#eaece4' },
  dark: { canvas: '#0c1210', surface: '#141c19', sunken: '#1b2521' },
} as const;
/** The same for mails, as in lib/delivery/messages/mail-layout.ts. */
export const mailSurfaces = {
  light: { page: '#f2f4f7', card: '#ffffff' },
  dark: { page: '#10151c', card: '#1a212b' },
} as const;

/** `#rrggbb` each. */
export interface SchemeColours {
  /** Buttons, links, what is chosen. */
  accent: string;
  onAccent: string;
  accentSoft: string;
  /** The dark panels and the mark. */
  door: string;
}

export interface BrandColours {
  /** As the operator set it. */
  brand: string;
  light: SchemeColours;
  dark: SchemeColours;
  /** Links and the line above a mail. */
  mail: { light: string; dark: string };
}

type Triple = readonly [number, number, number];

/** `#rgb` or `#rrggbb` as `#rrggbb`; null for anything else. */
export function parseColour(text: string): string | null {
  const digits = /^#(?:([0-9a-f]{3})|([0-9a-f]{6}))$/i.exec(text);
  if (!digits) return null;
  return `#${(digits[2] ?? [...digits[1]!].map((digit) => digit + digit).join('')).toLowerCase()}`;
}

export function deriveBrandColours(brand: string): BrandColours {
  const [, chroma, hue] = toOklch(brand);
  const shade = (lightness: number, most: number) => fromOklch([lightness, Math.min(chroma, most), hue]);
  const lightSoft = shade(0.955, 0.018);
  const darkSoft = shade(0.29, 0.035);
  return {
    brand,
    light: {
      accent: readableOn(brand, [...Object.values(surfaces.light), lightSoft], 'darker'),
      onAccent: '#ffffff',
      accentSoft: lightSoft,
      door: shade(0.3, 0.05),
    },
    dark: {
      accent: readableOn(brand, [...Object.values(surfaces.dark), darkSoft], 'lighter'),
      onAccent: shade(0.18, 0.05),
      accentSoft: darkSoft,
      door: shade(0.285, 0.045),
    },
    mail: {
      light: readableOn(brand, Object.values(mailSurfaces.light), 'darker'),
      dark: readableOn(brand, Object.values(mailSurfaces.dark), 'lighter'),
    },
  };
}

/** The colour itself where it can be read on all of these, else its nearest shade that can. */
function readableOn(colour: string, grounds: readonly string[], way: 'darker' | 'lighter'): string {
  const [lightness, chroma, hue] = toOklch(colour);
  const step = way === 'darker' ? -0.005 : 0.005;
  let shade = colour;
  for (
    let now = lightness;
    leastContrastOf(shade, grounds) < leastContrast;
    shade = fromOklch([now, chroma, hue])
  ) {
    now += step;
  }
  return shade;
}

export function leastContrastOf(colour: string, grounds: readonly string[]): number {
  return Math.min(...grounds.map((ground) => contrast(colour, ground)));
}

/** 1 (the same) to 21 (black and white). */
export function contrast(one: string, other: string): number {
  const [lighter = 0, darker = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(colour: string): number {
  const [red, green, blue] = toLinear(colour);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function toLinear(colour: string): Triple {
  const channel = (at: number) => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [channel(1), channel(3), channel(5)];
}

function fromLinear(linear: Triple): string {
  const channel = (value: number) => {
    const held = Math.min(1, Math.max(0, value));
    const encoded = held <= 0.0031308 ? held * 12.92 : 1.055 * held ** (1 / 2.4) - 0.055;
    return Math.round(encoded * 255)
      .toString(16)
      .padStart(2, '0');
  };
  return `#${linear.map(channel).join('')}`;
}

/** Lightness 0 to 1, chroma, hue in radians. */
function toOklch(colour: string): Triple {
  const [red, green, blue] = toLinear(colour);
  const l = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue);
  const m = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue);
  const s = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue);
  const a = 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s;
  const b = 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s;
  return [0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s, Math.hypot(a, b), Math.atan2(b, a)];
}

/** Where a screen has no such colour: the same with as much chroma as it has. */
function fromOklch([lightness, chroma, hue]: Triple): string {
  const held = Math.min(1, Math.max(0, lightness));
  let [least, most] = [0, chroma];
  if (isOnScreen(oklchToLinear([held, chroma, hue]))) return fromLinear(oklchToLinear([held, chroma, hue]));
  for (let halving = 0; halving < 20; halving += 1) {
    const middle = (least + most) / 2;
    if (isOnScreen(oklchToLinear([held, middle, hue]))) least = middle;
    else most = middle;
  }
  return fromLinear(oklchToLinear([held, least, hue]));
}

function isOnScreen(linear: Triple): boolean {
  return linear.every((value) => value >= -0.0001 && value <= 1.0001);
}

function oklchToLinear([lightness, chroma, hue]: Triple): Triple {
  const a = chroma * Math.cos(hue);
  const b = chroma * Math.sin(hue);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
}
