import { createHash } from 'node:crypto';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

/** In the order in which they are chosen. */
const compressions = {
  // The best that takes no time: the most thorough one takes 50 ms for a page.
  br: (bytes) => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 6 } }),
  gzip: (bytes) => gzipSync(bytes),
};

/** Bytes that are the same for everybody: with their tag, and compressed once in each way that is asked for. */
export function keepAnswer(bytes, contentType) {
  const etag = `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`;
  const bodies = new Map([['', bytes]]);

  /** Answers GET and HEAD. The caller has set its own headers, `Vary: Accept-Encoding` among them. */
  return function answer({ method, headers }, response) {
    response.setHeader('ETag', etag);
    if (isKnown(headers['if-none-match'], etag)) {
      response.writeHead(304).end();
      return;
    }
    const encoding = chooseEncoding(headers['accept-encoding']);
    let body = bodies.get(encoding);
    if (!body) {
      body = compressions[encoding](bytes);
      bodies.set(encoding, body);
    }
    response.setHeader('Content-Type', contentType);
    if (encoding) response.setHeader('Content-Encoding', encoding);
    response.setHeader('Content-Length', body.length);
    response.writeHead(200).end(method === 'HEAD' ? undefined : body);
  };
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
