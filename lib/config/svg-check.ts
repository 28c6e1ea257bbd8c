/**
 * An SVG is a document: it can run scripts and load from other servers. As a picture of a page it does neither, and it is
 * served so that it could not if it were opened by itself (app/brand); a file with such things is refused all the same,
 * since whoever made it meant something by them.
 */

/** What an SVG has that a logo needs not, as the rest of a sentence; null: nothing. */
export function findSvgFault(svg: string): string | null {
  if (/<!(?:DOCTYPE|ENTITY)/i.test(svg)) return 'has a DOCTYPE, which can hide anything; take it out';
  if (/<\?xml-stylesheet/i.test(svg)) return 'loads a style sheet; put the styles into the file';
  const encoding = /^\s*<\?xml[^>]*\bencoding\s*=\s*["']([^"']+)/i.exec(svg)?.[1];
  if (encoding && !/^(?:utf-?8|us-ascii)$/i.test(encoding))
    return `says that it is in ${encoding}; save it as UTF-8`;
  const element = active.exec(svg)?.[1];
  if (element) return `has a <${element}>; a logo runs nothing and leads nowhere`;
  const handler = /[\s"'/](on[a-z]+)\s*=/i.exec(svg)?.[1];
  if (handler) return `has a script in ${handler}="…"; a logo runs nothing`;
  for (const [, linked, drawn] of svg.matchAll(reference)) {
    const address = (linked ?? drawn ?? '').trim();
    if (!own.test(address)) return `refers to ${JSON.stringify(address.slice(0, 60))}; a logo loads nothing`;
  }
  if (/@import/i.test(svg)) return 'loads a style sheet (@import); put the styles into the file';
  return null;
}

const active =
  /<\s*(?:[\w-]+:)?(script|foreignObject|iframe|object|embed|audio|video|a|handler|listener|set|animate\w*|discard)(?=[\s/>])/i;
const reference = /(?:\b(?:href|src)\s*=\s*["']([^"']*)["'])|(?:url\(\s*["']?([^"')]*)["']?\s*\))/gi;
/** A part of the same file, or a picture within it. */
const own = /^(?:#|data:image\/(?:png|jpeg|gif|webp);base64,)/i;

/** By its viewBox, else by width and height where they are plain numbers or pixels. */
export function measureSvg(svg: string): { width: number; height: number } | null {
  const root = /<svg[\s>][^>]*/.exec(svg)?.[0] ?? '';
  const box = /\bviewBox\s*=\s*["']\s*[-\d.e]+[\s,]+[-\d.e]+[\s,]+([\d.e]+)[\s,]+([\d.e]+)\s*["']/.exec(root);
  const side = (name: string) =>
    new RegExp(`\\s${name}\\s*=\\s*["']\\s*([\\d.]+)(?:px)?\\s*["']`).exec(root)?.[1];
  const [width, height] = [Number(box?.[1] ?? side('width')), Number(box?.[2] ?? side('height'))];
  return width > 0 && height > 0 && Number.isFinite(width / height) ? { width, height } : null;
}
