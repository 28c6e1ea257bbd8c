import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import twilio from 'twilio';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  type ApiKeySecrets,
  createApiKey,
  fromAccountSid,
  revokeApiKey,
  rotateApiKey,
} from '@/lib/accounts/api-keys';
import type { RouteHandler } from '@/lib/web/route';
import { createTestApi, type TestApi } from '@/lib/web/test-api';
import * as attempts from './Attempts/route';
import * as summary from './Attempts/Summary/route';
import * as service from './Services/[service]/route';
import * as check from './Services/[service]/VerificationCheck/route';
import * as verification from './Services/[service]/Verifications/[verification]/route';
import * as verifications from './Services/[service]/Verifications/route';
import * as services from './Services/route';

/** The official SDK, unchanged, against our handlers over HTTP. */

const routes: [RegExp, Record<string, RouteHandler | undefined>][] = [
  [/^\/v2\/Services$/, services],
  [/^\/v2\/Services\/(?<service>[^/]+)$/, service],
  [/^\/v2\/Services\/(?<service>[^/]+)\/Verifications$/, verifications],
  [/^\/v2\/Services\/(?<service>[^/]+)\/Verifications\/(?<verification>[^/]+)$/, verification],
  [/^\/v2\/Services\/(?<service>[^/]+)\/VerificationCheck$/, check],
  [/^\/v2\/Attempts$/, attempts],
  [/^\/v2\/Attempts\/Summary$/, summary],
];

let api: TestApi;
let server: Server;
let baseUrl: string;
let key: ApiKeySecrets;
const sid = `VA${'0123456789abcdef'.repeat(2)}`;

beforeAll(async () => {
  server = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const url = new URL(incoming.url!, baseUrl);
    const [match, handlers] = routes
      .map(([form, found]) => [form.exec(url.pathname), found] as const)
      .find(([found]) => found)!;
    const request = new Request(url, {
      method: incoming.method,
      headers: incoming.headers as Record<string, string>,
      body: chunks.length > 0 ? Buffer.concat(chunks) : undefined,
    });
    const handler = handlers[incoming.method!]!;
    const answer = await handler(request, { params: Promise.resolve({ ...match!.groups }) });
    outgoing.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  // Pages of a list link to the next one.
  api = await createTestApi({ APP_URL: baseUrl });
  key = await createApiKey(api.db, { name: 'sdk', createdBy: 'test', perMinute: 1000 });
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await api.close();
});
beforeEach(async () => {
  await api.db.limitWindow.deleteMany();
  await api.db.hold.deleteMany();
});

function connect({ id, secret }: Pick<ApiKeySecrets, 'id' | 'secret'> = key) {
  const client = twilio(id, secret);
  client.verify.baseUrl = baseUrl;
  return client.verify.v2;
}
const toId = (ve: string) => ve.slice(2).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
const phone = () => `+1202555${String(Math.floor(Math.random() * 10_000)).padStart(4, '0')}`;

describe("Twilio's SDK", () => {
  test('sends, checks and is told that the code was right', async () => {
    const to = phone();
    const verify = connect().services(sid);
    const sent = await verify.verifications.create({ to, channel: 'sms', locale: 'en' });
    expect(sent).toMatchObject({
      to,
      channel: 'sms',
      status: 'pending',
      valid: false,
      serviceSid: sid,
      accountSid: key.id,
    });
    expect(sent.sid).toMatch(/^VE[0-9a-f]{32}$/);
    expect(sent.sendCodeAttempts).toHaveLength(1);
    expect(sent.dateCreated).toBeInstanceOf(Date);
    const code = await api.readCode(toId(sent.sid));
    const wrong = await verify.verificationChecks.create({ to, code: await api.wrongCode(toId(sent.sid)) });
    expect(wrong).toMatchObject({ status: 'pending', valid: false });
    const right = await verify.verificationChecks.create({ to, code });
    expect(right).toMatchObject({ status: 'approved', valid: true, sid: sent.sid });
    expect(await verify.verifications(sent.sid).fetch()).toMatchObject({ status: 'approved', valid: true });
    await expect(verify.verificationChecks.create({ to, code })).rejects.toMatchObject({
      status: 404,
      code: 20404,
    });
  });

  test('checks by the sid of a verification, and fetches by the number', async () => {
    const to = phone();
    const verify = connect().services(sid);
    const sent = await verify.verifications.create({ to, channel: 'sms' });
    expect((await verify.verifications(to).fetch()).sid).toBe(sent.sid);
    const code = await api.readCode(toId(sent.sid));
    const right = await verify.verificationChecks.create({ verificationSid: sent.sid, code });
    expect(right.status).toBe('approved');
  });

  test('sends again under the same sid, a new code, five times in all', async () => {
    const to = phone();
    const verify = connect().services(sid);
    const first = await verify.verifications.create({ to, channel: 'sms' });
    const old = await api.readCode(toId(first.sid));
    for (let n = 2; n <= 5; n++) {
      const again = await verify.verifications.create({ to, channel: 'sms' });
      expect(again.sid).toBe(first.sid);
      expect(again.sendCodeAttempts).toHaveLength(n);
    }
    expect(await api.readCode(toId(first.sid))).not.toBe(old);
    await expect(verify.verifications.create({ to, channel: 'sms' })).rejects.toMatchObject({
      status: 429,
      code: 60203,
    });
  });

  test('hears of the sixth guess that it is one too many', async () => {
    const to = phone();
    const verify = connect().services(sid);
    const sent = await verify.verifications.create({ to, channel: 'sms' });
    const code = await api.wrongCode(toId(sent.sid));
    for (let n = 0; n < 5; n++) {
      expect((await verify.verificationChecks.create({ to, code })).status).toBe('pending');
    }
    await expect(verify.verificationChecks.create({ to, code })).rejects.toMatchObject({
      status: 429,
      code: 60202,
    });
    expect((await verify.verifications(sent.sid).fetch()).status).toBe('max_attempts_reached');
  });

  test('cancels and approves', async () => {
    const verify = connect().services(sid);
    const one = await verify.verifications.create({ to: phone(), channel: 'sms' });
    expect((await verify.verifications(one.sid).update({ status: 'canceled' })).status).toBe('canceled');
    const code = await api.readCode(toId(one.sid));
    await expect(verify.verificationChecks.create({ to: one.to, code })).rejects.toMatchObject({
      code: 20404,
    });
    const two = await verify.verifications.create({ to: phone(), channel: 'sms' });
    expect((await verify.verifications(two.to).update({ status: 'approved' })).status).toBe('approved');
    await expect(verify.verifications(two.sid).update({ status: 'canceled' })).rejects.toMatchObject({
      code: 20404,
    });
  });

  test('sends to an e-mail address', async () => {
    const to = `ann${Math.random()}@example.com`;
    const sent = await connect().services(sid).verifications.create({ to, channel: 'email' });
    expect(sent).toMatchObject({ to, channel: 'email' });
  });

  test.each([
    [{ to: '+1', channel: 'sms' }, 60200],
    [{ to: 'nobody', channel: 'sms' }, 60200],
    [{ to: '+12025550100', channel: 'pigeon' }, 60200],
    [{ to: '+12025550100', channel: 'email' }, 60200],
    [{ to: '+12025550100', channel: 'sms', customCode: '123456' }, 60204],
    [{ to: '+12025550100', channel: 'sms', amount: '€5', payee: 'Acme' }, 60204],
  ])('%j is error %i, and nothing is sent', async (options, code) => {
    const before = await api.db.delivery.count();
    await expect(connect().services(sid).verifications.create(options)).rejects.toMatchObject({
      status: 400,
      code,
      moreInfo: `https://www.twilio.com/docs/errors/${code}`,
    });
    expect(await api.db.delivery.count()).toBe(before);
  });

  test('checks without a code or a target are errors, and cost nothing', async () => {
    const verify = connect().services(sid);
    const sent = await verify.verifications.create({ to: phone(), channel: 'sms' });
    await expect(verify.verificationChecks.create({ to: sent.to, code: 'abc' })).rejects.toMatchObject({
      code: 60200,
    });
    await expect(verify.verificationChecks.create({ code: '123456' })).rejects.toMatchObject({ code: 60221 });
    await expect(verify.verificationChecks.create({ to: phone(), code: '123456' })).rejects.toMatchObject({
      code: 20404,
    });
    const { attempts } = await api.db.otp.findUniqueOrThrow({ where: { id: toId(sent.sid) } });
    expect(attempts).toBe(0);
  });

  test('needs the right secret; what another key or service sent is not there', async () => {
    const sent = await connect().services(sid).verifications.create({ to: phone(), channel: 'sms' });
    const refused = { status: 401, code: 20003 };
    await expect(
      connect({ ...key, secret: '0'.repeat(32) })
        .services(sid)
        .fetch(),
    ).rejects.toMatchObject(refused);
    await expect(
      connect({ ...key, id: `AC${'0'.repeat(32)}` })
        .services(sid)
        .fetch(),
    ).rejects.toMatchObject(refused);
    const other = await createApiKey(api.db, { name: 'other', createdBy: 'test' });
    await expect(connect(other).services(sid).verifications(sent.sid).fetch()).rejects.toMatchObject({
      code: 20404,
    });
    const elsewhere = connect().services(`VA${'f'.repeat(32)}`);
    await expect(elsewhere.verifications(sent.sid).fetch()).rejects.toMatchObject({ code: 20404 });
    await expect(connect().services('VAshort').fetch()).rejects.toMatchObject({ status: 404, code: 20404 });
  });

  test('a rotated key works beside its former secret for a while, a revoked one not at all', async () => {
    const made = await createApiKey(api.db, { name: 'rotated', createdBy: 'test' });
    const id = fromAccountSid(made.id)!;
    const next = (await rotateApiKey(api.db, id, 3600))!;
    expect(next.id).toBe(made.id);
    expect((await connect(made).services(sid).fetch()).sid).toBe(sid);
    expect((await connect(next).services(sid).fetch()).codeLength).toBe(6);
    await api.db.$executeRaw`UPDATE "ApiKey" SET "formerUntil" = now() WHERE "id" = ${id}::uuid`;
    await expect(connect(made).services(sid).fetch()).rejects.toMatchObject({ code: 20003 });
    await revokeApiKey(api.db, id);
    await expect(connect(next).services(sid).fetch()).rejects.toMatchObject({ code: 20003 });
  });

  test('lists services and attempts, page by page, and sums them up', async () => {
    const mine = await createApiKey(api.db, { name: 'lists', createdBy: 'test', perMinute: 100 });
    const verify = connect(mine);
    const to = phone();
    const sent = await verify.services(sid).verifications.create({ to, channel: 'sms' });
    await verify.services(sid).verificationChecks.create({ to, code: await api.readCode(toId(sent.sid)) });
    for (const n of [1, 2]) {
      await verify.services(sid).verifications.create({ to: `page${n}@example.com`, channel: 'email' });
    }
    expect((await verify.services.list()).map((found) => found.sid)[0]).toMatch(/^VA[0-9a-f]{32}$/);
    const listed = await verify.verificationAttempts.list({ pageSize: 2 });
    expect(listed).toHaveLength(3);
    expect(listed.at(-1)).toMatchObject({
      conversionStatus: 'converted',
      channel: 'sms',
      verificationSid: sent.sid,
    });
    expect(await verify.verificationAttempts.list({ channel: 'email' })).toHaveLength(2);
    const sum = await verify.verificationAttemptsSummary().fetch();
    expect(sum).toMatchObject({ totalAttempts: 3, totalConverted: 1, totalUnconverted: 2 });
  });

  test('is told when its key asks too often', async () => {
    const slow = await createApiKey(api.db, { name: 'slow', createdBy: 'test', perMinute: 1 });
    const verify = connect(slow).services(sid);
    await verify.verifications.create({ to: phone(), channel: 'sms' });
    await expect(verify.verifications.create({ to: phone(), channel: 'sms' })).rejects.toMatchObject({
      status: 429,
      code: 20429,
    });
  });

  test('codes it sent are not there for the rest of the API without the key', async () => {
    const sent = await connect().services(sid).verifications.create({ to: phone(), channel: 'sms' });
    const { clientId } = await api.db.otp.findUniqueOrThrow({ where: { id: toId(sent.sid) } });
    expect(clientId).toBe(`key:${fromAccountSid(key.id)}`);
  });
});
