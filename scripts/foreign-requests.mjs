/** Requests that are refused before anything else looks at them. Each tells whether it has answered. */

export function refuseForeignHost(request, response) {
  // Demo mode shows codes. A web site that points its own name at 127.0.0.1 must not read them.
  const host = (request.headers.host ?? '').replace(/:\d+$/, '');
  if (['localhost', '127.0.0.1', '[::1]'].includes(host)) return false;
  response.writeHead(421, { 'Content-Type': 'text/plain' }).end('Demo mode answers on localhost only.\n');
  return true;
}

/** A form, or a call that pretends to be one: Next looks for a server action in it. */
export function isForm({ method, headers }) {
  return (
    method === 'POST' &&
    ('next-action' in headers || /^multipart\/form-data/i.test(headers['content-type'] ?? ''))
  );
}

export function refuseForeignForm(request, response) {
  // By Next's own rule, and before it: its answer is a 500, and a line in the log as if something of ours had failed.
  // A form without an Origin goes on to lib/web/action.ts, which refuses it with a page.
  const { origin, host } = request.headers;
  if (!isForm(request) || origin === undefined) return false;
  const ownHost = request.headers['x-forwarded-host'] ?? host;
  if (URL.canParse(origin) && new URL(origin).host === ownHost) return false;
  response.writeHead(403, { 'Content-Type': 'text/plain' }).end('This form was sent from another site.\n');
  return true;
}
