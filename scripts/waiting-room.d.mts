import type { IncomingMessage, ServerResponse } from 'node:http';

export function createWaitingRoom(options: { origin: string; patienceMs?: number }): {
  admit(request: IncomingMessage, response: ServerResponse): Promise<boolean>;
  open(): void;
  close(): void;
};
