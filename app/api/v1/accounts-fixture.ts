import { afterAll, beforeAll, beforeEach, expect } from 'vitest';
import { createApiKey } from '@/lib/accounts/api-keys';
import { createTestApi, type TestApi } from '@/lib/web/test-api';
import { POST as VERIFY } from './codes/[id]/verify/route';
import { POST as CODES } from './codes/route';

/** On a name below ours, as browsers want it where a passkey of ours is asked for. */
export const frontEnd = 'http://shop.localhost:4000';
export const password = 'a quiet harbour at dawn';

export interface AccountsApi extends TestApi {
  /** The header of an application's key for codes and accounts. */
  bearer: Record<string, string>;
  /** The id of a new code and the code itself, as POST sends them where no grant is between. */
  ask(
    purpose: string,
    to: string,
    headers?: Record<string, string>,
  ): Promise<{ code_id: string; code: string }>;
  /** The grant of a right code. */
  earn(purpose: string, to: string, headers?: Record<string, string>): Promise<string>;
}

/** The API for the tests of a file; each begins without accounts, used limits and holds. */
export function prepareAccountsApi(): AccountsApi {
  const api = {} as AccountsApi;
  beforeAll(async () => {
    Object.assign(api, await createAccountsApi());
  });
  afterAll(() => api.close());
  beforeEach(async () => {
    await api.db.limitWindow.deleteMany();
    await api.db.hold.deleteMany();
    await api.db.user.deleteMany();
  });
  return api;
}

/** On a database of its own, with a key and a front end that may call it. */
async function createAccountsApi(): Promise<AccountsApi> {
  const api = await createTestApi({ API_ALLOWED_ORIGINS: frontEnd });
  const key = await createApiKey(api.db, {
    ...{ name: 'shop', createdBy: 'test', perMinute: 1000 },
    scopes: ['codes', 'accounts'],
  });
  const ask: AccountsApi['ask'] = async (purpose, to, headers = {}) => {
    const { body } = await api.call(CODES, { body: { purpose, to }, headers });
    return { code_id: body.id, code: await api.readCode(body.id) };
  };
  return {
    ...api,
    bearer: { authorization: `Bearer ${key.token}` },
    ask,
    earn: async (purpose, to, headers = {}) => {
      const { code_id, code } = await ask(purpose, to, headers);
      const answer = await api.call(VERIFY, { params: { id: code_id }, body: { code }, headers });
      expect(answer.status).toBe(200);
      return answer.body.grant;
    },
  };
}
