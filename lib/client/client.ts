import type { Operations, Problem } from './api-types';

export type OperationName = keyof Operations;

/** Where each operation is. */
export const endpoints = {
  requestCode: 'POST /api/v1/codes',
  getCode: 'GET /api/v1/codes/{id}',
  checkCode: 'POST /api/v1/codes/{id}/verify',
  resendCode: 'POST /api/v1/codes/{id}/resend',
  cancelCode: 'DELETE /api/v1/codes/{id}',
  resetPassword: 'POST /api/v1/password-resets',
  register: 'POST /api/v1/registrations',
  startSession: 'POST /api/v1/sessions',
  requestSecondFactorCode: 'POST /api/v1/sessions/second-factor-codes',
  askPasskey: 'POST /api/v1/sessions/passkey-options',
  refreshSession: 'POST /api/v1/sessions/refresh',
  endSession: 'POST /api/v1/sessions/revoke',
  getCustomer: 'GET /api/v1/customers/me',
  listCustomers: 'GET /api/v1/customers',
  createCustomer: 'POST /api/v1/customers',
  getAccount: 'GET /api/v1/customers/{id}',
  changeCustomer: 'PATCH /api/v1/customers/{id}',
  requestApproval: 'POST /api/v1/approvals',
  getApproval: 'GET /api/v1/approvals/{id}',
  cancelApproval: 'DELETE /api/v1/approvals/{id}',
  executeApproval: 'POST /api/v1/approvals/{id}/execute',
} as const satisfies Record<OperationName, `${string} /${string}`>;

/** Operations that take no body. */
const bodiless: ReadonlySet<OperationName> = new Set(['resendCode']);

export interface ClientOptions {
  /** Of the server, such as `https://login.example.com`; empty in a browser that was served by it. */
  baseUrl: string;
  /** `lk_…`. Never in a browser. */
  apiKey?: string;
  fetch?: typeof fetch;
}

export interface CallOptions {
  /** The same key and input give the first answer again, and nothing is sent twice. */
  idempotencyKey?: string;
  signal?: AbortSignal;
}

export type LatchkeyClient = {
  readonly [Name in OperationName]: (
    input: Operations[Name]['input'],
    options?: CallOptions,
  ) => Promise<Operations[Name]['answer']>;
};

/** What the server refused, with its stable `code`; `unreachable` when there was no answer of it. */
export class LatchkeyError extends Error {
  override name = 'LatchkeyError';
  constructor(
    readonly code: string,
    message: string,
    readonly status: number,
    readonly problem: Problem | null,
    /** Where waiting helps. */
    readonly retryAfterSeconds: number | null,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** A method for every operation of the API. */
export function createClient(options: ClientOptions): LatchkeyClient {
  const names = Object.keys(endpoints) as OperationName[];
  const methods = names.map((name) => [
    name,
    (input: Record<string, unknown> = {}, call: CallOptions = {}) => send(options, name, input, call),
  ]);
  return Object.fromEntries(methods) as LatchkeyClient;
}

async function send(
  { baseUrl, apiKey, fetch: fetchIt = fetch }: ClientOptions,
  name: OperationName,
  input: Record<string, unknown>,
  { idempotencyKey, signal }: CallOptions,
): Promise<unknown> {
  const [method, template] = endpoints[name].split(' ') as [string, string];
  const { access_token: token = apiKey, ...rest } =
    name === 'getCustomer' ? input : { ...input, access_token: apiKey };
  const { id, ...fields } = template.includes('{id}') ? rest : { ...rest, id: undefined };
  const path = template.replace('{id}', encodeURIComponent(String(id)));
  const query = new URLSearchParams();
  if (method === 'GET') {
    for (const [field, value] of Object.entries(fields))
      if (value !== undefined) query.set(field, String(value));
  }
  const hasBody = (method === 'POST' || method === 'PATCH') && !bodiless.has(name);
  const headers: Record<string, string> = { accept: 'application/json' };
  if (hasBody) headers['content-type'] = 'application/json';
  if (token) headers.authorization = `Bearer ${String(token)}`;
  if (idempotencyKey) headers['idempotency-key'] = idempotencyKey;
  const url = `${baseUrl.replace(/\/$/, '')}${path}${query.size > 0 ? `?${query}` : ''}`;
  const body = hasBody ? JSON.stringify(fields) : undefined;
  const cutOff = (cause: Error) => {
    throw new LatchkeyError('unreachable', 'The server cannot be reached.', 0, null, null, { cause });
  };
  const response = await fetchIt(url, { method, headers, body, signal, credentials: 'omit' }).catch(cutOff);
  // The connection may also break in the middle of the answer.
  const text = await response.text().catch(cutOff);
  const answer: unknown = parse(text);
  if (response.ok && (text === '' || answer !== undefined)) return answer;
  const problem = response.ok ? null : ((answer ?? null) as Problem | null);
  throw new LatchkeyError(
    problem?.code ?? 'unreachable',
    problem?.title ?? 'The answer is not one of this server.',
    response.status,
    problem,
    Number(response.headers.get('retry-after')) || null,
  );
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
