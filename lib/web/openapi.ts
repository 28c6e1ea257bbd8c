import * as z from 'zod';
import { secondFactorWaysSchema } from '@/lib/schemas/api/accounts';
import { operations } from './api-operations';
import { type ErrorCode, errorCodes } from './error-codes';
import type { DescribedOperation } from './operations/operation';

type Json = Record<string, unknown>;

/** Every operation can be refused for these. */
const common = ['forbidden', 'unauthorized', 'internal', 'unavailable'] as const satisfies ErrorCode[];
const ofBodies = ['request_invalid', 'body_too_large', 'media_type_unsupported', 'request_foreign'] as const;

export const problemSchema = z.object({
  type: z.url(),
  title: z.string(),
  status: z.int(),
  code: z.enum(Object.keys(errorCodes) as [ErrorCode, ...ErrorCode[]]),
  request_id: z.string(),
  detail: z.string().optional(),
  errors: z.record(z.string(), z.string()).optional().describe('Field → what is wrong with it.'),
  attempts_left: z.int().optional(),
  grant: z
    .string()
    .optional()
    .describe(
      'Where a code was sent to start a session or to set a password: it was right and is used up. Go on with this grant.',
    ),
  second_factor: secondFactorWaysSchema.optional().describe('With `second_factor_required`.'),
});

let cached: Json | undefined;

/** The API as an OpenAPI 3.1 document, made of the schemas and codes that the handlers run by. */
export function openApiDocument(): Json {
  cached ??= {
    openapi: '3.1.0',
    info: {
      title: 'Latchkey API',
      version: '1',
      description:
        'Codes by e-mail, SMS, WhatsApp and voice: ask for one, check it, and use the grant that a right one earns. Errors are problem details (RFC 9457) with a stable `code`.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    tags: [
      { name: 'Codes', description: 'One-time codes, from the request to the right answer.' },
      { name: 'Accounts', description: 'What a right code allows.' },
      { name: 'Sessions', description: 'Signing in without a cookie.' },
      { name: 'Customers', description: 'Accounts, for trusted back ends.' },
      { name: 'Approvals', description: 'Operations that a customer approves by a code or a passkey.' },
    ],
    paths: describePaths(),
    components: {
      schemas: { Problem: toSchema(problemSchema, 'output') },
      securitySchemes: {
        apiKey: { type: 'http', scheme: 'bearer', description: 'An API key, `lk_…`.' },
        apiKeyPair: { type: 'http', scheme: 'basic', description: 'The id and the secret of an API key.' },
        accessToken: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
      },
    },
  };
  return cached;
}

function describePaths(): Json {
  const paths: Record<string, Json> = {};
  for (const [operationId, operation] of listOperations()) {
    paths[operation.path] = {
      ...paths[operation.path],
      [operation.method]: describeOperation(operationId, operation),
    };
  }
  return paths;
}

export function listOperations(): [string, DescribedOperation][] {
  return Object.entries(operations) as [string, DescribedOperation][];
}

/** Every problem that an operation can answer with. */
export function listProblems({ body, auth, problems }: DescribedOperation): ErrorCode[] {
  const keys = auth === 'none' ? common.slice(2) : common;
  return [...new Set<ErrorCode>([...problems, ...(body ? ofBodies : []), ...keys])];
}

function describeOperation(operationId: string, operation: DescribedOperation): Json {
  const { summary, tag, path, auth, body, query, repeatable, status, answer } = operation;
  const keys = [{ apiKey: [] }, { apiKeyPair: [] }];
  const security = {
    none: operationId === 'getCustomer' ? [{ accessToken: [] }] : [],
    key: keys,
    optional: [{}, ...keys],
    ours: [],
  }[auth];
  const parameters = [
    ...[...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
      name,
      in: 'path',
      required: true,
      schema: { type: 'string', format: 'uuid' },
    })),
    ...describeQuery(query),
    ...(repeatable
      ? [
          {
            name: 'Idempotency-Key',
            in: 'header',
            description: 'A repeated request with the same key gets the first answer again, for a day.',
            schema: { type: 'string', maxLength: 255 },
          },
        ]
      : []),
  ];
  return {
    operationId,
    summary,
    tags: [tag],
    security,
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(body
      ? {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: toSchema(body, 'input') } },
          },
        }
      : {}),
    responses: {
      [status]: {
        description: answer ? summary : 'Done.',
        ...(answer ? { content: { 'application/json': { schema: toSchema(answer, 'output') } } } : {}),
      },
      ...describeProblems(operation),
    },
  };
}

function describeQuery(query: DescribedOperation['query']): Json[] {
  if (!query) return [];
  const { properties = {} } = toSchema(query, 'input') as { properties?: Record<string, Json> };
  return Object.entries(properties).map(([name, { description, ...schema }]) => ({
    ...{ name, in: 'query', schema },
    ...(description ? { description } : {}),
  }));
}

function describeProblems(operation: DescribedOperation): Json {
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of listProblems(operation)) {
    const { status } = errorCodes[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => [
      status,
      {
        description: codes.map((code) => `\`${code}\`: ${errorCodes[code].title}`).join(' '),
        ...(status === 429 || status === 503
          ? { headers: { 'Retry-After': { description: 'Seconds.', schema: { type: 'integer' } } } }
          : {}),
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    ]),
  );
}

export function toSchema(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io });
  return rest;
}
