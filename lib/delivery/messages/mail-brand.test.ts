import { describe, expect, test } from 'vitest';
import { deriveBrandColours } from '@/lib/config/brand-colours';
import type { BrandSettings } from '@/lib/config/brand-settings';
import { renderSample, sampleKinds } from './sample-messages';

const kind = sampleKinds.find(({ id }) => id === 'login.email')!;
const appUrl = new URL('https://login.example.com');
const picture = {
  ...{ type: 'image/png' as const, bytes: Buffer.from('picture'), width: 880, height: 176 },
  ...{ version: '0123456789abcdef', suitsDark: false },
};
const brand: BrandSettings = {
  colours: deriveBrandColours('#ffcc00'),
  logo: picture,
  ...{ logoDark: null, icon: null, mailLogo: picture, notes: [] },
};
const mail = (own?: BrandSettings | null) =>
  renderSample(kind, 'en', { appName: 'Shop <& Co>', appUrl, brand: own });

describe('a mail', () => {
  test('without a brand has no picture and nothing of a brand', () => {
    for (const plain of [mail(), mail(null)]) {
      expect(plain.logo).toBeUndefined();
      expect(plain.html).not.toMatch(/<img|cid:|border-top/);
      expect(plain.html).toContain('color:#1d5fd1');
    }
  });

  test('has the logo as a part of its own: nothing is fetched when it is opened', () => {
    const { html, logo } = mail(brand);
    expect(logo).toEqual({ cid: 'logo@brand', type: 'image/png', content: picture.bytes });
    expect(html).toContain('src="cid:logo@brand" width="220" height="44" alt="Shop &lt;&amp; Co&gt;"');
    expect(html).not.toMatch(/(?:src|url\()\s*=?\s*["']?https?:/);
  });

  test('has the name where the logo is not fit for mails', () => {
    const { html, logo } = mail({ ...brand, mailLogo: null });
    expect(logo).toBeUndefined();
    expect(html).toContain('>Shop &lt;&amp; Co&gt;</span>');
    expect(html).not.toContain('<img');
  });

  test('has the shades of the accent that can be read, for light and for dark', () => {
    const { html } = mail(brand);
    const { light, dark } = brand.colours!.mail;
    expect(html).toContain(`style="color:${light}"`);
    expect(html).toContain(`border-top:4px solid ${light}`);
    expect(html).toContain(`.link{color:${dark}!important}`);
    expect(mail({ ...brand, colours: null }).html).toContain('color:#1d5fd1');
  });

  test('says the same in its text with a brand and without', () => {
    expect(mail(brand).text).toBe(mail().text);
  });
});
