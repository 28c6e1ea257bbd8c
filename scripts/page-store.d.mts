import type { IncomingMessage, ServerResponse } from 'node:http';

export function createPageStore(
  files: ReadonlyMap<string, string>,
): (request: IncomingMessage, response: ServerResponse, page: string | null) => boolean;
