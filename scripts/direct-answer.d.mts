import type { IncomingMessage, ServerResponse } from 'node:http';

interface DirectCall {
  handle: (
    request: Request,
    context: { params: Promise<Record<string, string>>; direct?: { body?: Buffer | undefined } },
  ) => Promise<Response>;
  params: Record<string, string>;
}

export function findDirectCall(request: IncomingMessage): DirectCall | null;
export function answerDirectly(
  request: IncomingMessage,
  response: ServerResponse,
  call: DirectCall,
  origin: string,
): Promise<void>;
