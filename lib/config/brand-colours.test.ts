import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  contrast,
  deriveBrandColours,
  leastContrast,
  leastContrastOf,
  mailSurfaces,
  parseColour,
  surfaces,
} from './brand-colours';

/** 27 corners and middles of what a screen can show, greys, and colours that brands use. */
const steps = ['00', '80', 'ff'];
const colours = [
  ...steps.flatMap((red) => steps.flatMap((green) => steps.map((blue) => `#${red}${green}${blue}`))),
  ...[
    '#0f5f4a',
    '#1d4ed8',
    '#ffcc00',
    '#fffc00',
    '#e60023',
    '#ff6900',
    '#7c3aed',
    '#00b0f0',
    '#f5f5f5',
    '#0a0a0a',
  ],
];

describe('contrast', () => {
  // The first two are the definition's own ends, the third is the best-known grey that just passes on white.
  test.each([
    ['#000000', '#ffffff', 21],
    ['#ffffff', '#ffffff', 1],
    ['#767676', '#ffffff', 4.54],
    ['#777777', '#ffffff', 4.48],
  ])('of %s on %s is %d', (one, other, ratio) => {
    expect(contrast(one, other)).toBeCloseTo(ratio, 2);
    expect(contrast(other, one)).toBe(contrast(one, other));
  });
});

describe('a colour', () => {
  test.each([
    ['#1d4ed8', '#1d4ed8'],
    ['#FC0', '#ffcc00'],
    ['1d4ed8', null],
    ['#12345', null],
    ['red', null],
    ['#1d4ed8;}', null],
  ])('%j is read as %j', (text, colour) => expect(parseColour(text)).toBe(colour));
});

describe.each(colours)('the brand %s', (brand) => {
  const { light, dark, mail } = deriveBrandColours(brand);

  test('is readable as a link wherever one stands, light and dark', () => {
    expect(
      leastContrastOf(light.accent, [...Object.values(surfaces.light), light.accentSoft]),
    ).toBeGreaterThanOrEqual(leastContrast);
    expect(
      leastContrastOf(dark.accent, [...Object.values(surfaces.dark), dark.accentSoft]),
    ).toBeGreaterThanOrEqual(leastContrast);
    expect(leastContrastOf(mail.light, Object.values(mailSurfaces.light))).toBeGreaterThanOrEqual(
      leastContrast,
    );
    expect(leastContrastOf(mail.dark, Object.values(mailSurfaces.dark))).toBeGreaterThanOrEqual(
      leastContrast,
    );
  });

  test('carries the words of its buttons, and the dark panels theirs', () => {
    expect(contrast(light.onAccent, light.accent)).toBeGreaterThanOrEqual(leastContrast);
    expect(contrast(dark.onAccent, dark.accent)).toBeGreaterThanOrEqual(leastContrast);
    for (const door of [light.door, dark.door]) {
      // --on-door-muted and --brass-bright of app/globals.css.
      expect(leastContrastOf(door, ['#b4c6bd', '#dfb863'])).toBeGreaterThanOrEqual(leastContrast);
    }
  });
});

test('a colour that can be read everywhere is left as it is', () => {
  expect(deriveBrandColours('#1d4ed8').light.accent).toBe('#1d4ed8');
  expect(deriveBrandColours('#7fb2ff').dark.accent).toBe('#7fb2ff');
});

test('one that cannot keeps its hue: yellow becomes a dark yellow, not grey', () => {
  const [red, green, blue] = [1, 3, 5].map((at) =>
    Number.parseInt(deriveBrandColours('#ffcc00').light.accent.slice(at, at + 2), 16),
  ) as [number, number, number];
  expect(red).toBeGreaterThan(green);
  expect(green).toBeGreaterThan(blue + 60);
});

test('the surfaces are those of the pages and of the mails', () => {
  const sheet = readFileSync('app/globals.css', 'utf8');
  const [light = '', dark = ''] = sheet.split('@media (prefers-color-scheme: dark)');
  for (const [name, colour] of Object.entries(surfaces.light))
    expect(light).toContain(`--${name}: ${colour};`);
  for (const [name, colour] of Object.entries(surfaces.dark)) expect(dark).toContain(`--${name}: ${colour};`);
  for (const colour of ['--on-door-muted: #b4c6bd;', '--brass-bright: #dfb863;'])
    expect(light).toContain(colour);
  const mail = readFileSync('lib/delivery/messages/mail-layout.ts', 'utf8');
  for (const colour of Object.values(mailSurfaces.light)) expect(mail).toContain(`background:${colour}`);
  for (const colour of Object.values(mailSurfaces.dark))
    expect(mail).toContain(`background:${colour}!important`);
});
