import type { IncomingMessage, ServerResponse } from 'node:http';

export function createFormAnswers(options: {
  pages: ReadonlyMap<string, () => string[]>;
  files: ReadonlyMap<string, string>;
  patienceMs?: number;
}): (
  request: IncomingMessage,
  response: ServerResponse,
  exchange: { isForm?: boolean; acted?: boolean; unreadable?: boolean },
) => void;
