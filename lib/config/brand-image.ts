import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { findSvgFault, measureSvg } from './svg-check';

/** A picture of the operator's, checked. */
export interface BrandImage {
  type: 'image/png' | 'image/svg+xml';
  bytes: Buffer;
  width: number;
  height: number;
  /** Of its content: part of its address, so that browsers may keep it for ever. */
  version: string;
  /** An SVG that has colours of its own for dark surroundings. */
  suitsDark: boolean;
}

const mostKilobytes = 256;
const mostPixels = 4_096;
const pngSignature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** Reads a picture and finds out by its content what it is. @returns what is wrong with it, as the rest of a sentence */
export function readBrandImage(path: string): BrandImage | string {
  let bytes: Buffer;
  try {
    const { size } = statSync(path);
    if (size > mostKilobytes * 1024) {
      return `has ${Math.ceil(size / 1024)} KB; every visitor loads it, so at most ${mostKilobytes} are taken`;
    }
    bytes = readFileSync(path);
  } catch (error) {
    return `cannot be read (${(error as NodeJS.ErrnoException).code})`;
  }
  const version = createHash('sha256').update(bytes).digest('hex').slice(0, 16);
  if (bytes.subarray(0, 8).equals(pngSignature)) return readPng(bytes, version);
  const text = decodeUtf8(bytes);
  if (text === null || !/<svg[\s>]/.test(text)) return 'is neither a PNG nor an SVG (in UTF-8)';
  const fault = findSvgFault(text);
  if (fault) return fault;
  const size = measureSvg(text);
  if (!size) return 'does not say how large it is; give its <svg> a viewBox="0 0 width height"';
  const suitsDark = text.includes('prefers-color-scheme');
  return { type: 'image/svg+xml', bytes, ...size, version, suitsDark };
}

/** Written against https://www.w3.org/TR/png-3/#11IHDR: the first chunk has width and height. */
function readPng(bytes: Buffer, version: string): BrandImage | string {
  if (bytes.length < 33 || bytes.toString('latin1', 12, 16) !== 'IHDR') return 'is a damaged PNG';
  const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  if (width < 1 || height < 1) return 'is a damaged PNG';
  if (Math.max(width, height) > mostPixels) {
    return `has ${width} × ${height} pixels; at most ${mostPixels} each way are taken`;
  }
  return { type: 'image/png', bytes, width, height, version, suitsDark: false };
}

function decodeUtf8(bytes: Buffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
