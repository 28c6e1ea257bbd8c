import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, expectTypeOf, it } from 'vitest';
import type * as z from 'zod';
import type * as accounts from '@/lib/schemas/api/accounts';
import type * as approvals from '@/lib/schemas/api/approvals';
import type * as codes from '@/lib/schemas/api/codes';
import type * as customers from '@/lib/schemas/api/customers';
import { openApiDocument, type problemSchema } from '@/lib/web/openapi';
import type { Operations, Problem } from './api-types';
import { createClient, endpoints, LatchkeyError } from './client';

type Answer<Name extends keyof Operations> = Operations[Name]['answer'];
/** What goes into the body. */
type Body<Name extends keyof Operations> = Omit<Operations[Name]['input'], 'id'>;
/** One flat object, so that an intersection equals what it means. */
type Flat<T> = { [Key in keyof T]: T[Key] };

describe('the client', () => {
  it('has every operation of the document, where the document has it', () => {
    const { paths } = openApiDocument() as { paths: Record<string, Record<string, { operationId: string }>> };
    const described = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, { operationId }]) => [
        operationId,
        `${method.toUpperCase()} ${path}`,
      ]),
    );
    expect(endpoints).toEqual(Object.fromEntries(described));
  });

  it('sends a body where the document wants one, and none elsewhere', async () => {
    const { paths } = openApiDocument() as {
      paths: Record<string, Record<string, { operationId: string; requestBody?: object }>>;
    };
    for (const { operationId, requestBody } of Object.values(paths).flatMap((path) => Object.values(path))) {
      let sent: RequestInit | undefined;
      const fetchIt = async (_: unknown, init?: RequestInit) => {
        sent = init;
        return new Response(null, { status: 204 });
      };
      const client = createClient({ baseUrl: '', fetch: fetchIt as typeof fetch });
      await client[operationId as keyof Operations]({ id: 'x' } as never);
      expect([operationId, sent?.body !== undefined]).toEqual([operationId, requestBody !== undefined]);
    }
  });

  it('has the types of the schemas', () => {
    expectTypeOf<Answer<'requestCode'>>().toEqualTypeOf<z.output<typeof codes.codeSchema>>();
    expectTypeOf<Body<'requestCode'>>().toEqualTypeOf<z.input<typeof codes.requestCodeSchema>>();
    expectTypeOf<Body<'checkCode'>>().toEqualTypeOf<z.input<typeof codes.checkCodeSchema>>();
    expectTypeOf<Answer<'checkCode'>>().toEqualTypeOf<z.output<typeof codes.acceptedCodeSchema>>();
    expectTypeOf<Body<'register'>>().toEqualTypeOf<z.input<typeof accounts.registerSchema>>();
    expectTypeOf<Flat<Answer<'register'>>>().toEqualTypeOf<z.output<typeof accounts.registeredSchema>>();
    // Narrower than the schemas: one of the two ways, not both.
    expectTypeOf<Operations['resetPassword']['input']>().toExtend<
      z.input<typeof accounts.resetPasswordSchema>
    >();
    expectTypeOf<Operations['startSession']['input']>().toExtend<
      z.input<typeof accounts.startSessionSchema>
    >();
    expectTypeOf<Flat<Pick<Operations['startSession']['input'], 'second_factor'>>>().toEqualTypeOf<
      Pick<z.input<typeof accounts.startSessionSchema>, 'second_factor'>
    >();
    expectTypeOf<Answer<'startSession'>>().toEqualTypeOf<z.output<typeof accounts.sessionSchema>>();
    expectTypeOf<Body<'requestSecondFactorCode'>>().toEqualTypeOf<
      z.input<typeof accounts.secondFactorCodeSchema>
    >();
    expectTypeOf<Body<'askPasskey'>>().toEqualTypeOf<z.input<typeof accounts.passkeyOptionsSchema>>();
    expectTypeOf<Answer<'askPasskey'>>().toEqualTypeOf<z.output<typeof accounts.passkeyRequestSchema>>();
    expectTypeOf<Body<'refreshSession'>>().toEqualTypeOf<z.input<typeof accounts.refreshTokenSchema>>();
    expectTypeOf<Answer<'getCustomer'>>().toEqualTypeOf<z.output<typeof accounts.customerSchema>>();
    expectTypeOf<Flat<Answer<'getAccount'>>>().toEqualTypeOf<z.output<typeof customers.accountSchema>>();
    expectTypeOf<Flat<Body<'createCustomer'>>>().toEqualTypeOf<
      z.input<typeof customers.createCustomerSchema>
    >();
    expectTypeOf<Flat<Body<'changeCustomer'>>>().toEqualTypeOf<
      z.input<typeof customers.changeCustomerSchema>
    >();
    expectTypeOf<Body<'requestApproval'>>().toEqualTypeOf<z.input<typeof approvals.requestApprovalSchema>>();
    expectTypeOf<Answer<'getApproval'>>().toEqualTypeOf<z.output<typeof approvals.approvalSchema>>();
    expectTypeOf<Body<'executeApproval'>>().toEqualTypeOf<z.input<typeof approvals.executeApprovalSchema>>();
    expectTypeOf<z.output<typeof problemSchema>>().toExtend<
      { [Key in keyof Problem]: Problem[Key] | undefined } & { code: string }
    >();
  });
});

describe('a call', () => {
  const seen: { method?: string; url?: string; headers: Record<string, unknown>; body: string }[] = [];
  let answer: { status: number; body: string; headers?: Record<string, string> } = { status: 204, body: '' };
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      seen.unshift({ method: request.method, url: request.url, headers: request.headers, body });
      response.writeHead(answer.status, answer.headers).end(answer.body);
    });
  });
  let baseUrl = '';
  beforeAll(async () => {
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  });
  afterAll(() => {
    server.close();
  });

  it('puts the id into the path, the key into the header and the rest into the body', async () => {
    answer = { status: 200, body: '{"valid":true}' };
    const client = createClient({ baseUrl, apiKey: 'lk_x' });
    expect(await client.checkCode({ id: 'a/b', code: '123456' }, { idempotencyKey: 'k' })).toEqual({
      valid: true,
    });
    expect(seen[0]).toMatchObject({
      ...{ method: 'POST', url: '/api/v1/codes/a%2Fb/verify', body: '{"code":"123456"}' },
      headers: { authorization: 'Bearer lk_x', 'idempotency-key': 'k', 'content-type': 'application/json' },
    });
  });

  it('asks by the query, and with the token of a customer where that is wanted', async () => {
    answer = { status: 200, body: '{}' };
    const client = createClient({ baseUrl, apiKey: 'lk_x' });
    await client.listCustomers({ limit: 5, cursor: 'c&d' });
    expect(seen[0]).toMatchObject({ method: 'GET', url: '/api/v1/customers?limit=5&cursor=c%26d', body: '' });
    await client.getCustomer({ access_token: 'a.b.c' });
    expect(seen[0]).toMatchObject({
      url: '/api/v1/customers/me',
      headers: { authorization: 'Bearer a.b.c' },
    });
  });

  it('says "unreachable" where the connection breaks in the middle of the answer', async () => {
    const breaking = createServer((request, response) => {
      response.writeHead(200, { 'content-length': '100' }).write('{"id":');
      setImmediate(() => request.socket.destroy());
    });
    await new Promise<void>((done) => breaking.listen(0, '127.0.0.1', done));
    const error = await createClient({
      baseUrl: `http://127.0.0.1:${(breaking.address() as AddressInfo).port}`,
    })
      .getCode({ id: 'x' })
      .catch((thrown) => thrown);
    breaking.close();
    expect(error).toBeInstanceOf(LatchkeyError);
    expect(error).toMatchObject({ code: 'unreachable', status: 0 });
  });

  it('throws what the server refused', async () => {
    const body = JSON.stringify({ code: 'too_soon', title: 'Wait.', status: 429 });
    answer = { status: 429, body, headers: { 'retry-after': '7' } };
    const error = await createClient({ baseUrl })
      .resendCode({ id: 'x' })
      .catch((thrown) => thrown);
    expect(error).toBeInstanceOf(LatchkeyError);
    expect(error).toMatchObject({ code: 'too_soon', status: 429, retryAfterSeconds: 7, message: 'Wait.' });
    answer = { status: 502, body: '<html>' };
    await expect(createClient({ baseUrl }).resendCode({ id: 'x' })).rejects.toMatchObject({
      code: 'unreachable',
    });
    answer = { status: 204, body: '' };
    expect(await createClient({ baseUrl }).cancelCode({ id: 'x' })).toBeUndefined();
  });

  it('says when nobody answers', async () => {
    const client = createClient({ baseUrl: 'http://127.0.0.1:1' });
    await expect(client.getCode({ id: 'x' })).rejects.toMatchObject({ code: 'unreachable', status: 0 });
  });
});
