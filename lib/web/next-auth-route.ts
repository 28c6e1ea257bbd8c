import type { NextRequest } from 'next/server';
import { handlers } from './auth';
import { isOwnOrigin } from './origin';
import { problem } from './problem';

/** NextAuth's own addresses, behind our Origin check and with our error bodies. */
export function nextAuthRoute(method: 'GET' | 'POST') {
  return async (request: NextRequest): Promise<Response> => {
    if (method === 'POST' && !isOwnOrigin(request.headers))
      return problem('request_foreign', request.headers);
    const answer = await handlers[method](request);
    // Redirects come with headers that cannot be changed.
    const headers = new Headers(answer.headers);
    headers.set('cache-control', 'no-store');
    return new Response(answer.body, { status: answer.status, headers });
  };
}
