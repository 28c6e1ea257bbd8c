import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { resolveTarget } from './public-address';

const timeoutMs = 10_000;

/** One POST to the address that the name was resolved to. No redirect is followed, and the answer's body is not read. */
export async function postToTarget(
  typed: string,
  { headers, body, mayBePrivate }: { headers: Record<string, string>; body: string; mayBePrivate: boolean },
): Promise<number> {
  const url = new URL(typed);
  const { address, family } = await resolveTarget(url.hostname, mayBePrivate);
  const send = url.protocol === 'https:' ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    const call = send(
      url,
      {
        method: 'POST',
        agent: false,
        signal: AbortSignal.timeout(timeoutMs),
        headers: { ...headers, 'content-length': Buffer.byteLength(body) },
        lookup: (_name, options, done) =>
          options.all ? done(null, [{ address, family }]) : done(null, address, family),
      },
      (response) => {
        response.resume();
        response.on('error', () => {});
        resolve(response.statusCode ?? 0);
        response.destroy();
      },
    );
    call.on('error', reject);
    call.end(body);
  });
}
