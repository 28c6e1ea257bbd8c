import { randomInt } from 'node:crypto';
import { vi } from 'vitest';
import { deriveChallengeCode } from '@/lib/codes/derive-challenge-code';
import type { Database } from '@/lib/db/client';
import { createTestDatabase } from '@/lib/db/test-database';
import { peerHeader } from './client-address';
import type { RouteHandler } from './route';

export interface TestCall {
  method?: string;
  path?: string;
  params?: Record<string, string>;
  /** Sent as JSON; a string is sent as it is. */
  body?: unknown;
  headers?: Record<string, string>;
  /** Absent: a client of its own, so that no other test's limits count. */
  client?: string;
}

export interface TestAnswer {
  status: number;
  headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into whatever came.
  body: any;
}

export interface TestApi {
  db: Database;
  call(handler: RouteHandler, call?: TestCall): Promise<TestAnswer>;
  /** The code of a challenge, as its message would say it. */
  readCode(id: string): Promise<string>;
  /** One that is not it. */
  wrongCode(id: string): Promise<string>;
  close(): Promise<void>;
}

export function randomClient(): string {
  return `198.${randomInt(18, 20)}.${randomInt(256)}.${randomInt(1, 255)}`;
}

/** Route handlers as the server calls them, on a database of their own. Before the first settings are read. */
export async function createTestApi(settings: Record<string, string> = {}): Promise<TestApi> {
  const { db, url, close } = await createTestDatabase();
  vi.stubEnv('DATABASE_URL', url);
  for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value);
  const readCode = async (id: string) => {
    const challenge = await db.otp.findUniqueOrThrow({ where: { id } });
    return deriveChallengeCode(challenge)!;
  };
  return {
    db,
    readCode,
    wrongCode: async (id) => {
      const code = await readCode(id);
      return code.slice(0, -1) + ((Number(code.at(-1)) + 1) % 10);
    },
    call: async (handler, { method = 'POST', path = '/', params = {}, body, headers = {}, client } = {}) => {
      const request = new Request(`http://localhost:3000${path}`, {
        method,
        headers: {
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          [peerHeader]: client ?? randomClient(),
          ...headers,
        },
        body: body === undefined || typeof body === 'string' ? (body as string) : JSON.stringify(body),
      });
      const response = await handler(request, { params: Promise.resolve(params) });
      const text = await response.text();
      const isJson = /json/.test(response.headers.get('content-type') ?? '');
      return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
    },
    close: async () => {
      await close();
      vi.unstubAllEnvs();
    },
  };
}
