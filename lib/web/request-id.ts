import { randomUUID } from 'node:crypto';

const made = new WeakMap<object, string>();

/** The id of a request: the caller's, where it is harmless in a log line; else one that is made once per request. */
export function requestIdOf(requestHeaders: Pick<Headers, 'get'>): string {
  const given = requestHeaders.get('x-request-id');
  if (given !== null && /^[\w.:-]{8,64}$/.test(given)) return given;
  const id = made.get(requestHeaders) ?? randomUUID();
  made.set(requestHeaders, id);
  return id;
}
