import { describe, expect, test } from 'vitest';
import { deriveBrandColours } from '@/lib/config/brand-colours';
import type { BrandImage } from '@/lib/config/brand-image';
import type { BrandSettings } from '@/lib/config/brand-settings';
import { getBrandPicture } from './brand-picture';
import { renderBrandSheet } from './brand-style-sheet';

const nothing: BrandSettings = {
  colours: null,
  logo: null,
  logoDark: null,
  icon: null,
  mailLogo: null,
  notes: [],
};
const image = (width: number, height: number, change: Partial<BrandImage> = {}): BrandImage => ({
  type: 'image/png',
  bytes: Buffer.from('picture'),
  ...{ width, height, version: '0123456789abcdef', suitsDark: false },
  ...change,
});

describe('the style sheet', () => {
  test('is empty without a brand', () => {
    expect(renderBrandSheet(null)).toBe('');
    expect(renderBrandSheet(nothing)).toBe('');
  });

  test('sets every colour that follows from the accent, light and dark, and wins over the house by its selector', () => {
    const [light = '', dark = ''] = renderBrandSheet({
      ...nothing,
      colours: deriveBrandColours('#1d4ed8'),
    }).split('@media (prefers-color-scheme:dark)');
    for (const part of [light, dark]) {
      expect(part).toMatch(
        /html:root\{.*--accent:#[0-9a-f]{6};--on-accent:#[0-9a-f]{6};--accent-soft:#[0-9a-f]{6};--door:#[0-9a-f]{6}\}/,
      );
    }
    expect(light).toContain('--accent:#1d4ed8;');
    expect(dark).not.toContain('--accent:#1d4ed8;');
  });

  test('draws a square logo beside the name, by an address that changes with its content', () => {
    const sheet = renderBrandSheet({ ...nothing, logo: image(64, 64) });
    expect(sheet).toContain('url("/brand/logo?v=0123456789abcdef")');
    expect(sheet).toContain('block-size:2.25rem;inline-size:2.250rem');
    expect(sheet).not.toContain('.brand-name');
  });

  test('leaves the name to screen readers beside a logo that is a word, and holds its width', () => {
    const sheet = renderBrandSheet({ ...nothing, logo: image(4_000, 100) });
    expect(sheet).toContain('.brand-name{position:absolute;');
    expect(sheet).toContain('inline-size:14.000rem');
  });

  test('gives a logo a light ground in the dark, unless it has another one or adapts', () => {
    const plate = 'background-color:#fff';
    expect(renderBrandSheet({ ...nothing, logo: image(64, 64) })).toContain(plate);
    expect(renderBrandSheet({ ...nothing, logo: image(64, 64, { suitsDark: true }) })).not.toContain(plate);
    const both = renderBrandSheet({ ...nothing, logo: image(64, 64), logoDark: image(64, 64) });
    expect(both).not.toContain(plate);
    expect(both).toContain('url("/brand/logo-dark?v=');
  });
});

describe('the icon', () => {
  const icon = (brand: Partial<BrandSettings>, name = 'Ärzte & Co') =>
    getBrandPicture('icon', { ...nothing, ...brand }, name);

  test('is the one that was set, else a logo that is about square', () => {
    const own = image(32, 32);
    const square = image(64, 60);
    expect(icon({ icon: own, logo: square })).toBe(own);
    expect(icon({ logo: square })).toBe(square);
  });

  test('else is the first letter of the name on the colour', () => {
    const drawn = icon({ logo: image(400, 60), colours: deriveBrandColours('#1d4ed8') });
    expect(drawn!.type).toBe('image/svg+xml');
    expect(drawn!.bytes.toString()).toMatch(/fill="#1d4ed8".*>Ä<\/text>/);
    expect(icon({}, '<script>')!.bytes.toString()).toContain('></text>');
    expect(icon({}, '日本')!.bytes.toString()).toContain('>日</text>');
  });

  test('is nothing where nothing is set, as every other picture', () => {
    expect(getBrandPicture('icon', null, 'Latchkey')).toBeNull();
    for (const name of ['logo', 'logo-dark', '../secret', '']) {
      expect(getBrandPicture(name, nothing, 'Latchkey')).toBeNull();
    }
  });
});
