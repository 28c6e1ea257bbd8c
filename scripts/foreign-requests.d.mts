import type { IncomingMessage, ServerResponse } from 'node:http';

export function refuseForeignHost(request: IncomingMessage, response: ServerResponse): boolean;
export function isForm(request: Pick<IncomingMessage, 'method' | 'headers'>): boolean;
export function refuseForeignForm(request: IncomingMessage, response: ServerResponse): boolean;
