import type { IncomingMessage, ServerResponse } from 'node:http';

export function createAssetStore(
  buildDir: string,
): (request: IncomingMessage, response: ServerResponse) => boolean;
