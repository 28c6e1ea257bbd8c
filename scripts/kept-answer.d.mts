import type { IncomingMessage, ServerResponse } from 'node:http';

export function keepAnswer(
  bytes: Buffer,
  contentType: string,
): (request: IncomingMessage, response: ServerResponse) => void;
export function chooseEncoding(header?: string): string;
