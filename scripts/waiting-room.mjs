/**
 * A web process listens before Next and the database are there (docs/decisions/061). Until then pages and files come from
 * memory, probes hear the truth, and everything else waits here.
 */

const PATIENCE_MS = 20_000;
const RETRY_SECONDS = '2';
/** As lib/web/error-codes.ts says it. */
const SENTENCE = 'Not available at the moment. Try again shortly.';

/** @param origin ours, as the bodies of errors name it */
export function createWaitingRoom({ origin, patienceMs = PATIENCE_MS }) {
  const waiting = new Set();
  let state = 'starting';

  /** Resolves with true when the request goes on; with false when it has had its answer, or its client has gone. */
  async function admit(request, response) {
    if (state === 'open') return true;
    const path = request.url.split('?', 1)[0];
    // Alive, and not ready: a supervisor lets it live, a proxy asks another one.
    if (path === '/api/health') sendJson(response, 200, { status: 'starting' });
    else if (path === '/api/ready') sendJson(response, 503, { status: 'starting' });
    else if (state === 'starting' && (await leaving(response)) === 'open') return true;
    else if (!response.destroyed) refuse(request, response, origin);
    return false;
  }

  /** What ends the wait: the state that comes next, or a client or a clock that is tired of it. */
  function leaving(response) {
    return new Promise((resolve) => {
      const leave = (reason) => {
        clearTimeout(timer);
        response.off('close', onClose);
        waiting.delete(leave);
        resolve(reason);
      };
      const onClose = () => leave('gone');
      const timer = setTimeout(leave, patienceMs, 'late');
      response.once('close', onClose);
      waiting.add(leave);
    });
  }

  function becomes(next) {
    state = next;
    for (const leave of waiting) leave(next);
  }

  return {
    admit,
    /** Whoever waits goes on. */
    open: () => becomes('open'),
    /** Whoever waits is sent away: this process ends. After `open` there is nobody. */
    close: () => state === 'open' || becomes('closed'),
  };
}

function refuse({ headers }, response, origin) {
  if (/\btext\/html\b/.test(headers.accept ?? '')) {
    response.setHeader('Retry-After', RETRY_SECONDS);
    response.writeHead(503, { 'Content-Type': 'text/plain; charset=utf-8' }).end(`${SENTENCE}\n`);
    return;
  }
  const problem = {
    type: `${origin}/docs/api#unavailable`,
    title: SENTENCE,
    status: 503,
    code: 'unavailable',
  };
  const request_id = headers['x-request-id'];
  sendJson(response, 503, { ...problem, request_id }, 'application/problem+json');
}

function sendJson(response, status, body, type = 'application/json') {
  response.setHeader('Cache-Control', 'no-store');
  if (status === 503) response.setHeader('Retry-After', RETRY_SECONDS);
  response.writeHead(status, { 'Content-Type': type }).end(JSON.stringify(body));
}
