import jsQR from 'jsqr';
import { generateURI } from 'otplib/functional';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { QrCode } from './qr-code';

/** The picture as a camera gets it: white, and a black square for each that the path draws. RGBA. */
function rasterise(svg: string, scale: number): { pixels: Uint8ClampedArray; width: number } {
  const size = Number(/viewBox="0 0 (\d+) \1"/.exec(svg)![1]);
  const width = size * scale;
  const pixels = new Uint8ClampedArray(width * width * 4).fill(255);
  const squares = [...svg.matchAll(/M(\d+) (\d+)h1v1h-1z/g)];
  expect(squares.map(([drawn]) => drawn).join('')).toBe(/<path d="([^"]*)" fill="#000"/.exec(svg)![1]);
  for (const [, x, y] of squares) {
    for (let dy = 0; dy < scale; dy++) {
      const start = ((Number(y) * scale + dy) * width + Number(x) * scale) * 4;
      for (let i = start; i < start + scale * 4; i += 4) pixels.fill(0, i, i + 3);
    }
  }
  return { pixels, width };
}

it.each([
  ['an e-mail address', 'ann@example.com'],
  ['a number', '+12025550143'],
  ['letters beyond ASCII', 'müller+größe@exämple.de'],
  ['a long address', `${'a'.repeat(64)}@${'b'.repeat(60)}.example.com`],
])('an independent reader reads from the picture what the app is to know: %s', (_, label) => {
  const uri = generateURI({ issuer: 'Latchkey', label, secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP' });
  const { pixels, width } = rasterise(
    renderToStaticMarkup(createElement(QrCode, { text: uri, label: 'QR code' })),
    4,
  );
  expect(jsQR(pixels, width, width)?.data).toBe(uri);
});
