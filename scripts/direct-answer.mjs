/**
 * Calls of the API between Node and their handlers (app/api/direct.ts), without Next in between: its router, its contexts
 * and its streams cost more than all the rest of a call (docs/decisions/057).
 */

/** More than any body that is taken (lib/web/read-body.ts): the handler then sees that it is too long. */
const ENOUGH_BYTES = 17 * 1024;

/** @returns the handler of a request and what it reads from the path, or null where Next has to answer */
export function findDirectCall({ method, url }) {
  const find = globalThis[Symbol.for('latchkey.direct')];
  return find && url.startsWith('/api/v1/') ? find(method, url.split('?', 1)[0]) : null;
}

export async function answerDirectly(request, response, { handle, params }, origin) {
  const { method, url, headers } = request;
  const hasBody = method !== 'GET' && method !== 'HEAD';
  const body = hasBody ? await readBody(request) : undefined;
  // Gone before all was said.
  if (body === null) return;
  const answer = await handle(new Request(origin + url, { method, headers }), {
    params: Promise.resolve(params),
    direct: { body },
  });
  for (const [name, value] of answer.headers) response.setHeader(name, value);
  // lib/web/text-response.ts; a few answers (405, a browser's question before its call) are ordinary ones.
  const content =
    'content' in answer ? answer.content : answer.body && Buffer.from(await answer.arrayBuffer());
  if (content !== null) response.setHeader('Content-Length', Buffer.byteLength(content));
  response.writeHead(answer.status).end(method === 'HEAD' ? undefined : content);
}

/** @returns {Promise<Buffer | null>} null when the client left */
function readBody(request) {
  return new Promise((resolve) => {
    const chunks = [];
    let size = 0;
    request.on('data', (chunk) => {
      chunks.push(chunk);
      size += chunk.length;
      if (size <= ENOUGH_BYTES) return;
      // Nothing more is taken in; Node throws the rest away once the answer has left.
      request.pause();
      resolve(Buffer.concat(chunks));
    });
    request.once('end', () => resolve(Buffer.concat(chunks)));
    request.once('close', () => resolve(null));
  });
}
