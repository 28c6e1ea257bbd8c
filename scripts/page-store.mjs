import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

/**
 * The prerendered pages of customers, answered from memory: they are the same for everybody, so Next has nothing to decide.
 * It would read, compress and address them anew each time (docs/decisions/056). Whatever is not plainly such a page
 * goes to Next: calls of its router, forms, drafts.
 */

/** Next answers these at the same address with something else than the page. */
const OTHER_ANSWERS = [
  ...['rsc', 'next-action', 'next-router-state-tree', 'next-router-prefetch', 'next-router-segment-prefetch'],
  'range',
];
/** Next's own words, so that a cache between us keeps its router's answers apart from the page. */
const VARY =
  'rsc, next-router-state-tree, next-router-prefetch, next-router-segment-prefetch, Accept-Encoding';
const DRAFT = /(?:^|;\s*)__(?:prerender_bypass|next_preview_data)=/;

/** In the order in which they are chosen. */
const compressions = {
  // The best that takes no time: the most thorough one takes 50 ms for a page.
  br: (html) => brotliCompressSync(html, { params: { [constants.BROTLI_PARAM_QUALITY]: 6 } }),
  gzip: (html) => gzipSync(html),
};

/**
 * @param files page, as Next names it → its file. Each is read at its first use.
 * @returns answers a request with this page, and says whether it has
 */
export function createPageStore(files) {
  const store = new Map();

  function load(page) {
    const html = readFileSync(files.get(page));
    const etag = `"${createHash('sha256').update(html).digest('base64url').slice(0, 22)}"`;
    const loaded = { etag, bodies: new Map([['', html]]) };
    store.set(page, loaded);
    return loaded;
  }

  return function servePage(request, response, page) {
    if (!page || !files.has(page) || !isPlain(request)) return false;
    const { etag, bodies } = store.get(page) ?? load(page);
    response.setHeader('Vary', VARY);
    response.setHeader('ETag', etag);
    if (isKnown(request.headers['if-none-match'], etag)) {
      response.writeHead(304).end();
      return true;
    }
    const encoding = chooseEncoding(request.headers['accept-encoding']);
    let body = bodies.get(encoding);
    if (!body) {
      body = compressions[encoding](bodies.get(''));
      bodies.set(encoding, body);
    }
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    if (encoding) response.setHeader('Content-Encoding', encoding);
    response.setHeader('Content-Length', body.length);
    response.writeHead(200).end(request.method === 'HEAD' ? undefined : body);
    return true;
  };
}

function isPlain({ method, url, headers }) {
  return (
    (method === 'GET' || method === 'HEAD') &&
    !url.includes('_rsc=') &&
    !OTHER_ANSWERS.some((name) => name in headers) &&
    !DRAFT.test(headers.cookie ?? '')
  );
}

/** Compared weakly (RFC 9110, 13.1.2): a proxy that compresses marks our tag as weak. */
function isKnown(header, etag) {
  return (header ?? '').split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag);
}

/** '' for none. A weight of 0 refuses (RFC 9110, 12.5.3). */
export function chooseEncoding(header = '') {
  const offers = header.toLowerCase().split(',', 20);
  const taken = offers.filter((offer) => !/;\s*q=0(?:\.0*)?\s*$/.test(offer));
  const names = taken.map((offer) => offer.split(';', 1)[0].trim());
  return Object.keys(compressions).find((name) => names.includes(name)) ?? '';
}
