import { allowOrigin, preflight } from './cors';
import { problem } from './problem';
import type { RouteHandler } from './route';

const all = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD'] as const;
type Method = (typeof all)[number];

/** The exports of a route file: its operations, the browser's question before them, and 405 for every other method. */
export function resource(
  operations: Partial<Record<Method, RouteHandler>>,
): Record<Method | 'OPTIONS', RouteHandler> {
  const allowed = [...all.filter((method) => operations[method]), 'OPTIONS'];
  if (operations.GET) allowed.push('HEAD');
  const refuseMethod: RouteHandler = async (request) => {
    const response = problem('method_not_allowed', request.headers);
    response.headers.set('allow', allowed.join(', '));
    allowOrigin(request, response.headers);
    return response;
  };
  const handlers = all.map((method) => {
    const own = operations[method] ?? (method === 'HEAD' ? operations.GET : undefined);
    return [method, own ?? refuseMethod] as const;
  });
  const answerPreflight: RouteHandler = async (request) => preflight(request, allowed);
  return { ...(Object.fromEntries(handlers) as Record<Method, RouteHandler>), OPTIONS: answerPreflight };
}
