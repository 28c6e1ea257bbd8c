import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { loadBrand } from './brand-settings';
import { getPublicSettings } from './public-settings';

const folder = mkdtempSync(join(tmpdir(), 'brand-'));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
function file(content: string | Buffer): string {
  files += 1;
  const path = join(folder, String(files));
  writeFileSync(path, content);
  return path;
}

/** The first 33 bytes of a PNG, which is all that is read of it, and as many more as are wanted. */
function png(width: number, height: number, more = 0): Buffer {
  const head = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
  const sides = Buffer.alloc(8);
  sides.writeUInt32BE(width, 0);
  sides.writeUInt32BE(height, 4);
  return Buffer.concat([head, sides, Buffer.alloc(9 + more)]);
}

const svg = (inside = '<path d="M0 0h10v10z"/>', attributes = 'viewBox="0 0 40 10"') =>
  `<svg xmlns="http://www.w3.org/2000/svg" ${attributes}>${inside}</svg>`;

function load(env: Record<string, string>) {
  const problems: string[] = [];
  const brand = loadBrand(env, problems);
  return { brand, problems };
}

describe('without a setting', () => {
  test('there is no brand, and the pages ask for none', () => {
    expect(load({})).toEqual({ brand: null, problems: [] });
    expect(load({ BRAND_LOGO: ' ' }).brand).toBeNull();
    expect(getPublicSettings({}).brand).toBe('none');
  });

  test.each(['BRAND_ACCENT', 'BRAND_LOGO', 'BRAND_LOGO_DARK', 'BRAND_ICON'])(
    'but with %s the pages are built to ask, whatever is in it',
    (name) => {
      const built = [{ [name]: 'one' }, { [name]: 'other' }].map(getPublicSettings);
      expect(built[0]).toEqual(built[1]);
      expect(JSON.stringify(built[0])).not.toContain('brand');
    },
  );
});

describe('the colour', () => {
  test('that is none stops the start with a sentence', () => {
    expect(load({ BRAND_ACCENT: 'blue' }).problems).toEqual([
      'BRAND_ACCENT is "blue". Write a colour as # and six hexadecimal digits, such as #1d4ed8.',
    ]);
  });

  test('that cannot be read somewhere is told, with its contrast and what stands in its place', () => {
    const { brand, problems } = load({ BRAND_ACCENT: '#ffcc00' });
    expect(problems).toEqual([]);
    expect(brand!.notes).toEqual([
      `BRAND_ACCENT #ffcc00 has a contrast of 1.2 to 1 somewhere on the light pages, where text needs 4.5: ${brand!.colours!.light.accent} stands in its place there.`,
    ]);
    expect(brand!.colours!.dark.accent).toBe('#ffcc00');
  });
});

describe('a logo', () => {
  test('is known by its content, not by its name, and measured', () => {
    expect(load({ BRAND_LOGO: file(png(320, 80)) }).brand!.logo).toMatchObject({
      ...{ type: 'image/png', width: 320, height: 80, version: expect.stringMatching(/^[0-9a-f]{16}$/) },
    });
    expect(load({ BRAND_LOGO: file(svg()) }).brand!.logo).toMatchObject({
      ...{ type: 'image/svg+xml', width: 40, height: 10, suitsDark: false },
    });
    expect(load({ BRAND_LOGO: file(svg('', 'width="64px" height="32"')) }).brand!.logo).toMatchObject({
      ...{ width: 64, height: 32 },
    });
    const adapting = svg('<style>@media (prefers-color-scheme:dark){path{fill:#fff}}</style>');
    expect(load({ BRAND_LOGO: file(adapting) }).brand!.logo).toMatchObject({ suitsDark: true });
  });

  test('goes into mails as a small PNG only, and the operator is told', () => {
    expect(load({ BRAND_LOGO: file(png(320, 80)) }).brand).toMatchObject({
      mailLogo: { width: 320 },
      notes: [],
    });
    for (const logo of [svg(), png(320, 80, 33_000)]) {
      const { brand, problems } = load({ BRAND_LOGO: file(logo) });
      expect(problems).toEqual([]);
      expect(brand).toMatchObject({
        mailLogo: null,
        notes: [expect.stringContaining('Mails show APP_NAME')],
      });
    }
  });

  test.each([
    ['that is not there', join(folder, 'none.png'), 'which cannot be read (ENOENT).'],
    ['that is a folder', folder, 'which cannot be read (EISDIR).'],
    [
      'that is too large',
      file(Buffer.alloc(300_000)),
      'has 293 KB; every visitor loads it, so at most 256 are taken.',
    ],
    [
      'that is a JPEG',
      file(Buffer.from('ffd8ffe000104a464946', 'hex')),
      'is neither a PNG nor an SVG (in UTF-8).',
    ],
    ['that is HTML', file('<html><script>1</script></html>'), 'is neither a PNG nor an SVG (in UTF-8).'],
    ['in another encoding', file(Buffer.from(svg(), 'utf16le')), 'is neither a PNG nor an SVG (in UTF-8).'],
    ['that breaks off', file(png(9, 9).subarray(0, 20)), 'is a damaged PNG.'],
    ['of no width', file(png(0, 9)), 'is a damaged PNG.'],
    ['of too many pixels', file(png(9_000, 9)), 'has 9000 × 9 pixels; at most 4096 each way are taken.'],
    ['without a size', file(svg('', 'width="100%"')), 'does not say how large it is'],
  ])('%s stops the start with a sentence', (_what, path, sentence) => {
    const { problems } = load({ BRAND_LOGO: path });
    expect(problems).toEqual([expect.stringContaining(sentence)]);
    expect(problems[0]).toMatch(/^BRAND_LOGO is "/);
  });

  test.each([
    ['<script>alert(1)</script>', 'has a <script>'],
    ['<svg:script xmlns:svg="http://www.w3.org/2000/svg">alert(1)</svg:script>', 'has a <script>'],
    ['<path onload="alert(1)"/>', 'has a script in onload="…"'],
    ["<path\nonclick = 'alert(1)'/>", 'has a script in onclick="…"'],
    ['<foreignObject><b/></foreignObject>', 'has a <foreignObject>'],
    ['<a href="#x"><path/></a>', 'has a <a>'],
    ['<animate attributeName="href" to="javascript:alert(1)"/>', 'has a <animate>'],
    ['<image href="https://tracker.example/pixel.png"/>', 'refers to "https://tracker.example/pixel.png"'],
    ["<use xlink:href='other.svg#part'/>", 'refers to "other.svg#part"'],
    ['<image href="data:image/svg+xml;base64,PHN2Zz4="/>', 'refers to "data:image/svg+xml'],
    ['<image href="&#104;ttps://tracker.example"/>', 'refers to "&#104;ttps'],
    ['<path style="fill:url(https://tracker.example/#a)"/>', 'refers to "https://tracker.example/#a"'],
    ['<style>@import "https://tracker.example";</style>', 'loads a style sheet (@import)'],
  ])('with %s in it is refused', (inside, sentence) => {
    const { problems } = load({ BRAND_LOGO: file(svg(inside)) });
    expect(problems).toEqual([expect.stringContaining(sentence)]);
  });

  test.each([
    [`<!DOCTYPE svg [<!ENTITY x "y">]>${svg()}`, 'has a DOCTYPE'],
    [`<?xml version="1.0" encoding="UTF-7"?>${svg()}`, 'says that it is in UTF-7'],
    [`<?xml-stylesheet href="https://tracker.example"?>${svg()}`, 'loads a style sheet'],
  ])('that begins with %s is refused', (text, sentence) => {
    expect(load({ BRAND_LOGO: file(text) }).problems).toEqual([expect.stringContaining(sentence)]);
  });

  test('as drawing programs write it is taken', () => {
    const drawn = `<?xml version="1.0" encoding="UTF-8" standalone="no"?>
      ${svg(`<defs><linearGradient id="a"><stop offset="0"/></linearGradient></defs><style>.st0{fill:url(#a);}</style>
      <use xlink:href="#b"/><image href="data:image/png;base64,iVBORw0KGgo="/><path id="b" class="st0" fill='url("#a")' d="M0 0"/>`)}`;
    expect(load({ BRAND_LOGO: file(drawn) }).problems).toEqual([]);
  });

  test('for dark surroundings needs one for light ones', () => {
    expect(load({ BRAND_LOGO_DARK: file(svg()) }).problems).toEqual([
      'BRAND_LOGO_DARK is set without BRAND_LOGO. Set both, or BRAND_LOGO alone.',
    ]);
  });
});
