import { readFileSync } from 'node:fs';
import { buildPolicy } from './security-headers.mjs';

/**
 * A form without JavaScript that Next can make no call of: it was changed on its way, or comes from a page of another
 * version. Next answers with a line of plain English. Here it is a page in the visitor's language, with a way back.
 */

/** Next's own mark of an answer: it has no action of that name. */
const NO_SUCH_ACTION = 'x-nextjs-action-not-found';
/**
 * The whole form is here by then (requestTimeout in web-worker.mjs), and no proxy has given up yet. React waits for ever for
 * a field that refers to itself: `["$h0"]`.
 */
const PATIENCE_MS = 40_000;

/**
 * `pages` and `files` are those of readPrerenderedPages (security-headers.mjs).
 * @returns what watches one exchange. The answer is replaced where `exchange.unreadable` is set (lib/web/answer-status.ts)
 * or Next knows no such action. Every other one passes as it is.
 */
export function createFormAnswers({ pages, files, patienceMs = PATIENCE_MS }) {
  const bodies = new Map();

  function read(page) {
    if (!bodies.has(page)) bodies.set(page, readFileSync(files.get(page)));
    return bodies.get(page);
  }

  return function watchForm(request, response, exchange) {
    if (!exchange.isForm) return;
    const page = `/customer/${request.headers['x-latchkey-language']}/unreadable-form`;
    // `npm run dev` has nothing prerendered.
    if (!files.has(page)) return;
    endWithoutAction(response, exchange, patienceMs);
    // A form that a script sends gets Next's own answer, which the script understands.
    if ('next-action' in request.headers) return;
    const { writeHead, write, end, flushHeaders } = response;
    const isReplaced = () =>
      !response.headersSent && (exchange.unreadable || response.hasHeader(NO_SUCH_ACTION));

    // What Next says is dropped, and the page is sent when it has ended.
    response.writeHead = (status, ...rest) => {
      if (!isReplaced()) return writeHead.call(response, status, ...rest);
      response.statusCode = status;
      return response;
    };
    response.flushHeaders = () => isReplaced() || flushHeaders.call(response);
    response.write = (...data) => isReplaced() || write.apply(response, data);
    response.end = (...data) => {
      if (!isReplaced()) return end.apply(response, data);
      const body = read(page);
      response.removeHeader('Content-Encoding');
      response.setHeader('Content-Type', 'text/html; charset=utf-8');
      response.setHeader('Content-Length', body.length);
      response.setHeader('Content-Security-Policy', buildPolicy(pages.get(page)()));
      writeHead.call(response, response.statusCode);
      return end.call(response, body);
    };
  };
}

/** Answers a form whose action never begins. Whatever Next might still say is not heard. */
function endWithoutAction(response, exchange, patienceMs) {
  const timer = setTimeout(() => {
    if (exchange.acted || response.headersSent) return;
    Object.assign(exchange, { unreadable: true, status: 400 });
    response.end();
    response.write = () => true;
    response.end = () => response;
  }, patienceMs);
  response.once('close', () => clearTimeout(timer));
}
