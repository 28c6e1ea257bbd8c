import { existsSync, readFileSync } from 'node:fs';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { describeDocument } from './document-metadata';

afterEach(() => void vi.unstubAllEnvs());

function describeWith(env: Record<string, string>) {
  for (const name of ['APP_NAME', 'APP_URL', 'BRAND_ACCENT', 'BRAND_LOGO', 'BRAND_LOGO_DARK', 'BRAND_ICON']) {
    vi.stubEnv(name, env[name] ?? '');
  }
  return describeDocument('en');
}

/** As Next writes them: relative addresses are completed by metadataBase. */
function pictureOf({ metadataBase, openGraph }: ReturnType<typeof describeDocument>) {
  const { url, width, height } = openGraph!.images as { url: string; width: number; height: number };
  return { url: new URL(url, metadataBase!).href, file: `public${url}`, width, height };
}

/** Width and height of a PNG are at the same place in every file. */
const sizeOf = (file: string) => {
  const bytes = readFileSync(file);
  return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
};

describe('the picture for social networks', () => {
  test('has a full address and the size that is told', () => {
    const picture = pictureOf(describeWith({ APP_URL: 'https://login.example.com/' }));
    expect(picture.url).toBe('https://login.example.com/social.png');
    expect(sizeOf(picture.file)).toEqual({ width: picture.width, height: picture.height });
  });

  test('has no name on it where the app is not called like ours', () => {
    const picture = pictureOf(describeWith({ APP_URL: 'https://login.example.com', APP_NAME: 'The Shop' }));
    expect(picture.url).toBe('https://login.example.com/social-plain.png');
    expect(sizeOf(picture.file)).toEqual({ width: picture.width, height: picture.height });
  });

  test('is left out where nobody could load it', () => {
    const { metadataBase, openGraph } = describeWith({});
    expect(metadataBase).toBeUndefined();
    expect(openGraph!.images).toBeUndefined();
  });
});

describe('the icons', () => {
  test('are files of ours, without a brand', () => {
    const { icons } = describeWith({});
    expect(icons).toMatchObject({ icon: { url: '/mark.svg' }, apple: '/apple-touch-icon.png' });
    for (const file of ['mark.svg', 'apple-touch-icon.png', 'favicon.ico']) {
      expect(existsSync(`public/${file}`), file).toBe(true);
    }
  });

  test("are the brand's, with one", () => {
    expect(describeWith({ BRAND_ACCENT: '#1d4ed8' }).icons).toEqual({ icon: '/brand/icon' });
  });
});
