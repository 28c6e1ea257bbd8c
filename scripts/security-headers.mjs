import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { addressPage } from './customer-pages.mjs';

/**
 * Scripts run only when the policy names them: by hash in prerendered pages, which are the same for everybody, and by a
 * nonce of one answer in rendered ones.
 */

/** Headers by which a client could speak to Next's inside, or pretend to be a proxy; only this server sets them. */
const FORBIDDEN_REQUEST_HEADER =
  /^(?:content-security-policy(?:-report-only)?|x-nonce|x-middleware-.*|x-nextjs-.*|x-next-resume.*|next-resume|x-now-route-matches|x-matched-path|x-invoke-.*|x-forwarded-(?:host|proto|port|server)|forwarded|x-latchkey-.*)$/;

/** SHA-256 of every inline script that a browser would run, as CSP sources. */
export function hashInlineScripts(html) {
  const sources = new Set();
  for (const [, attributes, content] of html.matchAll(/<script\b([^>]*)>([\s\S]*?)<\/script\s*>/gi)) {
    if (/\ssrc\s*=/i.test(attributes) || content === '') continue;
    if (/\stype\s*=\s*["']?application\/(?:ld\+)?json/i.test(attributes)) continue;
    sources.add(`'sha256-${createHash('sha256').update(content).digest('base64')}'`);
  }
  return [...sources];
}

/**
 * Path of each prerendered page to its file and to what reads the hashes of its inline scripts, by the build. They are read
 * at the first use: all at once would hold up every start.
 */
export function readPrerenderedPages(buildDir) {
  const { routes } = JSON.parse(readFileSync(join(buildDir, 'prerender-manifest.json'), 'utf8'));
  const pages = new Map();
  const files = new Map();
  for (const path of Object.keys(routes)) {
    const file = join(buildDir, 'server/app', `${path === '/' ? '/index' : path}.html`);
    // Prerendered handlers (an icon, robots.txt) have no page.
    if (!existsSync(file)) continue;
    pages.set(path, () => hashInlineScripts(readFileSync(file, 'utf8')));
    // What Next would render anew after some time is not ours to keep.
    if (routes[path].initialRevalidateSeconds === false) files.set(path, file);
  }
  return { pages, files };
}

/** `opened`: sources by directive, of the one vendor whose captcha is set (lib/guard/captcha). */
export function buildPolicy(scriptSources, { styleSources = [], opened = {} } = {}) {
  const more = (directive) => opened[directive] ?? [];
  return [
    "default-src 'self'",
    `script-src ${["'self'", ...scriptSources, ...more('script-src')].join(' ')}`,
    `style-src ${["'self'", ...styleSources, ...more('style-src')].join(' ')}`,
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src ${["'self'", ...more('connect-src')].join(' ')}`,
    "worker-src 'self'",
    "manifest-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    `frame-src ${more('frame-src').join(' ') || "'none'"}`,
    "frame-ancestors 'none'",
    "form-action 'self'",
  ].join('; ');
}

const FIXED_HEADERS = {
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy':
    'camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=(), ' +
    'otp-credentials=(self), publickey-credentials-get=(self), publickey-credentials-create=(self)',
};

/** Of the operator's pictures (app/brand): an SVG that somebody opens by itself is a document. Nothing in it runs or loads. */
const PICTURE = /^\/brand\/[^/]+$/;
const PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox";

/** Where nobody is ever asked for a captcha. */
const WITHOUT_CAPTCHA = /^\/(?:admin|account|inbox|api|v2)(?:\/|$)/;

/** Makes the function that guards one exchange: cleans what comes in, sets what goes out, and names the customers' page. */
export function createSecurityHeaders({ pages, https, publicHost, captchaSources = {} }) {
  const fixed = { ...FIXED_HEADERS };
  if (https) fixed['Strict-Transport-Security'] = 'max-age=31536000';
  const openedFor = (path) => (WITHOUT_CAPTCHA.test(path) ? {} : captchaSources);
  const pagePolicies = new Map();
  let errorHashes = null;

  function policyOf(path) {
    if (!pagePolicies.has(path) && pages.has(path))
      pagePolicies.set(path, buildPolicy(pages.get(path)(), { opened: openedFor(path) }));
    return pagePolicies.get(path);
  }

  /** Next answers an unknown path, or one that failed, with a page that was prerendered under another name. */
  function hashErrorPages() {
    const errorPages = ['/_not-found', '/_global-error'];
    return [...new Set(errorPages.flatMap((path) => pages.get(path)?.() ?? []))];
  }

  return function guard(request, response, exchange = {}) {
    for (const name of Object.keys(request.headers)) {
      if (FORBIDDEN_REQUEST_HEADER.test(name)) delete request.headers[name];
    }
    // Whoever connects, for the walk through TRUSTED_PROXIES.
    request.headers['x-latchkey-peer'] = request.socket.remoteAddress ?? '';
    request.headers['x-forwarded-proto'] = https ? 'https' : 'http';
    // Next compares a form's Origin with this one.
    if (publicHost) request.headers['x-forwarded-host'] = publicHost;

    const { path, page } = addressPage(request);
    const reading = request.method === 'GET' || request.method === 'HEAD';
    let policy = reading ? policyOf(page ?? path) : undefined;
    const prerendered = policy !== undefined;
    if (PICTURE.test(path)) policy = PICTURE_POLICY;
    if (!policy) {
      const nonce = `'nonce-${randomBytes(16).toString('base64')}'`;
      // Next reads the nonce from the request's header while it renders.
      request.headers['content-security-policy'] = buildPolicy([nonce]);
      errorHashes ??= hashErrorPages();
      policy = buildPolicy([nonce, ...errorHashes], { opened: openedFor(path) });
    }
    for (const name in fixed) response.setHeader(name, fixed[name]);
    response.setHeader('Content-Security-Policy', policy);
    beforeHeaders(response, exchange, (answer) => {
      answer.removeHeader('X-Powered-By');
      if (exchange.retryAfterSeconds) answer.setHeader('Retry-After', String(exchange.retryAfterSeconds));
      // The same address in another language is another page.
      if (page) answer.appendHeader('Vary', 'Cookie, Accept-Language');
      const caching = chooseCaching(answer, path, prerendered);
      if (caching) answer.setHeader('Cache-Control', caching);
    });
    return page;
  };
}

/** A new value for Cache-Control, or null to leave what is there. */
function chooseCaching(answer, path, prerendered) {
  if (answer.hasHeader('Set-Cookie')) return 'private, no-store';
  if (path.startsWith('/_next/static/')) return null;
  const current = String(answer.getHeader('Cache-Control') ?? '');
  // A stored page would meet the hashes of a later build: the browser asks each time, and mostly hears 304.
  if (prerendered) return 'private, no-cache';
  if (current.includes('s-maxage') || /html|x-component/.test(String(answer.getHeader('Content-Type')))) {
    return 'private, no-store';
  }
  return current === '' ? 'no-store' : null;
}

/** Runs `finish` once, right before the headers leave, whoever sends them. `exchange.status` is an action's own. */
function beforeHeaders(response, exchange, finish) {
  const writeHead = response.writeHead;
  response.writeHead = function (status, ...rest) {
    response.writeHead = writeHead;
    const given = rest.at(-1);
    if (given && typeof given === 'object' && !Array.isArray(given)) {
      for (const [name, value] of Object.entries(given)) if (value !== undefined) this.setHeader(name, value);
      rest.pop();
    }
    finish(this);
    return writeHead.call(this, exchange.status ?? status, ...rest);
  };
}
