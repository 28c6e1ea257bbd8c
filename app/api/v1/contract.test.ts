import { readdirSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { apiScopes, createApiKey } from '@/lib/accounts/api-keys';
import { errorCodes } from '@/lib/web/error-codes';
import { listOperations, listProblems, openApiDocument, problemSchema } from '@/lib/web/openapi';
import type { RouteHandler } from '@/lib/web/route';
import { createTestApi, type TestApi } from '@/lib/web/test-api';

type Handlers = Record<string, RouteHandler | undefined>;

let api: TestApi;
let bearer: string;
beforeAll(async () => {
  api = await createTestApi({ LIMITS: 'verifications_per_client=10000/60,status_reads_per_client=10000/60' });
  bearer = `Bearer ${(await createApiKey(api.db, { name: 'contract', scopes: apiScopes, createdBy: 'test' })).token}`;
});
afterAll(() => api.close());

/** `/api/v1/codes/{id}` → the module of app/api/v1/codes/[id]/route.ts. */
async function load(path: string): Promise<Handlers> {
  const file = path.replace('/api/v1/', '').replace(/\{(\w+)\}/g, '[$1]');
  return (await import(/* @vite-ignore */ `./${file}/route.ts`)) as Handlers;
}

const missing = '00000000-0000-4000-8000-000000000000';
const operations = listOperations();

describe('the OpenAPI document', () => {
  test('describes each operation once, with everything that it can answer', () => {
    const document = openApiDocument() as {
      paths: Record<string, Record<string, { operationId: string; responses: object }>>;
    };
    const described = Object.values(document.paths).flatMap((path) => Object.values(path));
    expect(described.map(({ operationId }) => operationId).sort()).toEqual(
      operations.map(([id]) => id).sort(),
    );
    for (const { responses } of described) {
      expect(Object.keys(responses).some((status) => status.startsWith('2'))).toBe(true);
      expect(Object.keys(responses).some((status) => status.startsWith('4'))).toBe(true);
    }
    expect(JSON.parse(JSON.stringify(document))).toEqual(document);
  });

  test('knows every route of this folder', () => {
    const folders = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('route.ts') && !/openapi|\.\.\.path/.test(file))
      .map((file) => `/api/v1/${file.replace(/\/route\.ts$/, '').replace(/\[(\w+)\]/g, '{$1}')}`);
    expect([...new Set(operations.map(([, { path }]) => path))].sort()).toEqual(folders.sort());
  });
});

describe.each(operations)('%s', (_, operation) => {
  const send = async (call: { body?: unknown; headers?: Record<string, string>; id?: string }) => {
    const handlers = await load(operation.path);
    return api.call(handlers[operation.method.toUpperCase()]!, {
      method: operation.method.toUpperCase(),
      params: { id: call.id ?? missing },
      ...call,
      headers: { ...(operation.auth === 'key' ? { authorization: bearer } : {}), ...call.headers },
    });
  };
  const expectProblem = (answer: Awaited<ReturnType<typeof send>>) => {
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    const problem = problemSchema.parse(answer.body);
    expect(listProblems(operation)).toContain(problem.code);
    expect(problem.status).toBe(errorCodes[problem.code].status);
  };

  if (operation.body) {
    const shape = (operation.body as z.ZodObject).shape;
    const text = Object.fromEntries(Object.keys(shape).map((name) => [name, 'x']));
    const fields = Object.keys(shape);
    const bad: [string, unknown, Record<string, string>?][] = [
      ['nothing', ''],
      ['an array', []],
      ['a string', 'text'],
      ['no field', {}],
      ['an unknown field', { ...text, unknown: 1 }],
      ['a duplicate field', `{"${fields[0]}":"a","${fields[0]}":"b"}`],
      ['10,000 levels', `${'{"a":'.repeat(3000)}1${'}'.repeat(3000)}`],
      ['10,000 brackets', '['.repeat(10_000)],
      ['a megabyte', JSON.stringify({ ...text, [fields[0]!]: 'x'.repeat(1_000_000) })],
      ['plain text', JSON.stringify(text), { 'content-type': 'text/plain' }],
      ['no type', JSON.stringify(text), { 'content-type': '' }],
      ...fields.flatMap((name): [string, unknown][] =>
        [['x'], { $ne: '' }, 1, true, null, 'x'.repeat(5000)].map((value) => [
          `${name} = ${JSON.stringify(value).slice(0, 20)}`,
          { ...text, [name]: value },
        ]),
      ),
    ];
    test.each(bad)('%s is a problem', async (__, body, headers = {}) => {
      await load(operation.path);
      const before = await api.db.otp.count();
      const began = performance.now();
      expectProblem(await send({ body, headers }));
      expect(performance.now() - began).toBeLessThan(1_000);
      expect(await api.db.otp.count()).toBe(before);
    });
  }

  if (operation.path.endsWith('/me')) {
    test('needs an access token', async () => {
      expect(await send({})).toMatchObject({ status: 401, body: { code: 'token_invalid' } });
    });
  }

  if (operation.path.includes('{id}')) {
    test.each([missing, 'x', '..', '%00', `${missing}0`, missing.toUpperCase(), "' OR 1=1 --"])(
      'the id %s is not there',
      async (id) => {
        const answer = await send({ id, body: sample(operation.body) });
        expect(answer).toMatchObject({ status: 404, body: { code: 'not_found' } });
      },
    );
  }

  if (operation.auth !== 'none') {
    test.each(['Bearer x', 'Bearer lk_', `Bearer lk_${'A'.repeat(43)}`, 'Basic eDp5', 'Digest x', 'Bearer'])(
      'the credentials %s are refused',
      async (authorization) => {
        const body = operation.path.endsWith('/codes')
          ? { purpose: 'verification', to: 'a@example.com' }
          : sample(operation.body);
        // Who comes before what: a wrong key is a wrong key, whatever it brings.
        expect(await send({ headers: { authorization }, body: operation.body && '{' })).toMatchObject({
          status: 401,
        });
        const answer = await send({ headers: { authorization }, body });
        expect(answer).toMatchObject({ status: 401, body: { code: 'unauthorized' } });
      },
    );
  }
});

/** A body of the right form. */
function sample(schema: z.ZodType | undefined): unknown {
  if (!schema) return undefined;
  return { ...('code' in (schema as z.ZodObject).shape ? { code: '123456' } : {}), ...required(schema) };
}

function required(schema: z.ZodType): Record<string, string> {
  const names = (z.toJSONSchema(schema, { io: 'input' }).required ?? []) as string[];
  return Object.fromEntries(names.map((name) => [name, name === 'code' ? '123456' : 'x'.repeat(20)]));
}

describe('whatever is sent', () => {
  const runs = Number(process.env.FUZZ_RUNS ?? 5000);
  const text = fc.string({ unit: 'binary', maxLength: 400 });
  const address = fc.oneof(
    fc.emailAddress(),
    fc.integer({ min: 100_000, max: 999_999_999 }).map((n) => `+1202${n}`),
    text,
  );
  /** What could be right, by name of the field; of all others any text. */
  const likely: Record<string, fc.Arbitrary<unknown>> = {
    purpose: fc.constantFrom('login', 'password_reset', 'registration', 'verification', 'approval'),
    channel: fc.constantFrom('email', 'sms', 'whatsapp', 'voice'),
    to: address,
    email: fc.emailAddress(),
    phone: address,
    customer: fc.oneof(
      fc.constant('').map(() => known.customer),
      address,
    ),
    code: fc.stringMatching(/^\d{6}$/),
    code_id: fc.oneof(
      fc.constant('').map(() => known.challenge),
      fc.uuid(),
    ),
    amount: fc.constantFrom('1.00', '0', '99999999999999', '-1', '1e9'),
    currency: fc.constantFrom('EUR', 'eur', 'XXXX'),
    kind: fc.constantFrom('Transfer', '<b>'),
    payee: fc.oneof(fc.constant('Anna'), text),
    verified: fc.boolean(),
    status: fc.constantFrom('active', 'disabled'),
    locale: fc.constantFrom('en', 'pt-BR', 'en_US'),
    expires_in: fc.integer(),
    second_factor: fc.oneof(
      fc.record({ way: fc.constantFrom('totp', 'backup', 'password'), code: text }),
      fc.record({ grant: text }),
      fc.record({ passkey: fc.jsonValue() }),
    ),
  };
  const bodyOf = (operation: (typeof operations)[number][1]) => {
    const fields = Object.keys((operation.body as z.ZodObject | undefined)?.shape ?? {});
    const values = fields.map((name) => {
      const right = { weight: 9, arbitrary: likely[name] ?? text };
      return [name, fc.oneof(right, { weight: 1, arbitrary: fc.jsonValue() })] as const;
    });
    const needed = operation.body ? Object.keys(required(operation.body)) : [];
    const shaped = fc.record(Object.fromEntries(values), { requiredKeys: needed });
    return fc.oneof(
      { weight: 6, arbitrary: shaped.map((value) => JSON.stringify(value)) },
      { weight: 1, arbitrary: fc.json() },
      { weight: 1, arbitrary: text },
    );
  };
  const headers = fc.record(
    {
      'content-type': fc.oneof(
        { weight: 8, arbitrary: fc.constantFrom('application/json', 'application/json;charset=UTF-8') },
        { weight: 1, arbitrary: fc.constantFrom('text/json', 'x') },
      ),
      authorization: fc.oneof(
        { weight: 8, arbitrary: fc.constant('ours').map(() => bearer) },
        { weight: 1, arbitrary: fc.constantFrom('Bearer x.y.z', 'Basic Og==', 'Bearer lk_') },
      ),
      'idempotency-key': fc.stringMatching(/^[ -~]{0,300}$/),
      'x-request-id': fc.stringMatching(/^[ -~]{0,100}$/),
      'x-forwarded-for': fc.stringMatching(/^[ -~]{0,60}$/),
      origin: fc.oneof(
        { weight: 8, arbitrary: fc.constant('http://localhost:3000') },
        { weight: 1, arbitrary: fc.constantFrom('null', 'https://a.example') },
      ),
    },
    { requiredKeys: ['content-type'] },
  );
  const ids = fc.oneof(
    fc.constantFrom('customer', 'challenge').map((name) => known[name as keyof typeof known]),
    fc.uuid(),
    fc.string({ unit: 'binary' }),
  );
  const calls = fc
    .constantFrom(...operations)
    .chain(([, operation]) => fc.tuple(fc.constant(operation), bodyOf(operation), headers, ids));

  const known = { customer: missing, challenge: missing };
  beforeAll(async () => {
    const now = new Date();
    const data = { email: 'fuzz@example.com', phone: '+12025550111', emailVerifiedAt: now };
    known.customer = (await api.db.user.create({ data })).id;
    const { POST: ask } = await load('/api/v1/codes');
    const body = { purpose: 'login', to: 'fuzz@example.com' };
    known.challenge = (await api.call(ask!, { body, headers: { authorization: bearer } })).body.id;
  });

  test(
    `gives no fault in ${runs} requests`,
    async () => {
      await fc.assert(
        fc.asyncProperty(calls, async ([operation, body, sent, id]) => {
          const handlers = await load(operation.path);
          const method = operation.method.toUpperCase();
          const answer = await api.call(handlers[method]!, {
            method,
            params: { id },
            body: method === 'GET' || method === 'DELETE' ? undefined : body || ' ',
            headers: sent,
          });
          expect(answer.status).toBeLessThan(500);
          if (answer.status >= 400) problemSchema.parse(answer.body);
        }),
        { numRuns: runs },
      );
    },
    120_000 + runs * 60,
  );
});
