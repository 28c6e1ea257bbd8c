import { readFileSync } from 'node:fs';
import { expectAccessible } from '../fixtures/accessible';
import { expect } from '../fixtures/test';
import { demoLog, demoLogo, test } from './demo-server';

test('a brand is on the pages, legible in light and dark, and its logo is locked up', async ({
  page,
  request,
}, { parallelIndex }) => {
  expect(readFileSync(demoLog(parallelIndex), 'utf8')).toContain(
    'BRAND_ACCENT #ffcc00 has a contrast of 1.2 to 1 somewhere on the light pages, where text needs 4.5',
  );
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.goto('/inbox');
    const mark = page.getByRole('banner').locator('svg').first();
    await expect(mark).toHaveCSS('background-image', /\/brand\/logo\?v=[0-9a-f]{16}/);
    const { width, height } = (await mark.boundingBox())!;
    expect(width / height).toBeGreaterThan(2);
    // axe measures the shades that were worked out, as this browser draws them.
    await expectAccessible(page);
  }
  const picture = await request.get('/brand/logo');
  expect(picture.headers()).toMatchObject({
    'content-type': 'image/svg+xml',
    'x-content-type-options': 'nosniff',
    'content-security-policy': expect.stringMatching(/default-src 'none'.*sandbox/),
  });
  expect(await picture.text()).toBe(demoLogo);
  const kept = (await request.get('/brand/logo?v=0123456789abcdef')).headers()['cache-control'];
  expect(kept).toContain('immutable');
  expect((await request.get('/brand/icon')).headers()['content-type']).toBe('image/svg+xml');
  expect((await request.get('/brand/logo-dark')).status()).toBe(404);
  const sheet = await request.get('/brand.css');
  expect(await sheet.text()).toContain('--brand:#ffcc00');
  expect(sheet.headers()).toMatchObject({
    'content-type': 'text/css; charset=utf-8',
    'cache-control': expect.stringContaining('max-age=300'),
  });
});
