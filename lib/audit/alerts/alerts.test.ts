import { randomUUID } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { loadSettings, type Settings } from '@/lib/config/settings';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { DeliveryError } from '@/lib/delivery/delivery-error';
import { queueCode } from '@/lib/delivery/delivery-fixture';
import { noteFailure, noteSuccess } from '@/lib/delivery/routing/provider-health';
import { countSent } from '@/lib/guard/sms-tally';
import { recordEvent } from '../record-event';
import { evaluateAlerts, takeAlertTurn } from './evaluate-alerts';
import { countOpenAlerts, findAlerts, findTestNotices } from './find-alerts';
import { queueNotices } from './queue-notices';
import { type AlertRuleName, alertRuleNames, alertRules, findAlertRules, saveAlertRule } from './rules';
import { sendAlertNotices } from './send-notices';

let base: TestDatabase;
let server: Server;
let settings: Settings;
let status = 200;
let received: { path: string; headers: IncomingHttpHeaders; body: string }[] = [];

/** One look at all rules. */
const evaluate = () => evaluateAlerts(base.db, settings);
/** One turn of the webhooks. */
const send = () => sendAlertNotices(base.db, settings);

beforeAll(async () => {
  base = await createTestDatabase();
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (piece) => {
      body += piece;
    });
    request.on('end', () => {
      received.push({ path: request.url!, headers: request.headers, body });
      response.writeHead(status).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  settings = readSettings();
});
afterAll(async () => {
  server.close();
  await base.close();
});
beforeEach(async () => {
  status = 200;
  received = [];
  await base.db.$executeRaw`
    TRUNCATE "Alert", "AlertNotice", "AlertRule", "Otp", "Delivery", "DeliveryAttempt", "ProviderHealth", "SmsTally" CASCADE`;
  await base.db.$transaction([
    base.db.$executeRaw`SET LOCAL latchkey.retention = 'on'`,
    base.db.$executeRaw`DELETE FROM "AuditEvent"`,
  ]);
});

function readSettings(change: Record<string, string> = {}): Settings {
  const { port } = server.address() as AddressInfo;
  return loadSettings({
    APP_SECRET: process.env.APP_SECRET,
    ALERT_EMAILS: 'ops@example.com, night@example.com',
    ALERT_WEBHOOK_URL: `http://127.0.0.1:${port}/hook?token=very-secret`,
    ALERT_SLACK_WEBHOOK_URL: `http://127.0.0.1:${port}/slack`,
    WEBHOOKS_ALLOW_PRIVATE: 'true',
    SMS_DAILY_BUDGET: '10',
    ...change,
  });
}

const minutes = (count: number) => new Date(Date.now() + count * 60_000);

async function attempts(
  count: number,
  facts: { provider?: string; outcome?: string; receiptState?: string },
) {
  const { id } = await queueCode(base.db);
  const { provider = 'twilio', outcome = 'sent', receiptState = null } = facts;
  await base.db.delivery.update({ where: { id }, data: { state: 'sent', provider } });
  await base.db.deliveryAttempt.createMany({
    data: Array.from({ length: count }, () => ({
      ...{ deliveryId: id, provider, channel: 'sms', outcome, receiptState },
    })),
  });
}

/** Codes of half an hour ago. */
async function codes(count: number, verified: boolean) {
  const rows = Array.from({ length: count }, () => ({ id: randomUUID() as string, address: '+12025550100' }));
  const then = minutes(-30);
  await base.db.otp.createMany({
    data: rows.map(({ id, address }) => ({
      ...{ id, address, purpose: 'login', channel: 'sms', subject: 's', nonce: Buffer.alloc(16), keyId: 'k' },
      ...{ createdAt: then, expiresAt: then, resendAvailableAt: then, consumedAt: verified ? then : null },
    })),
  });
  await base.db.delivery.createMany({
    data: rows.map(({ id, address }) => ({
      ...{
        otpId: id,
        template: 'code',
        channel: 'sms',
        address,
        state: 'sent',
        provider: 'vonage',
        createdAt: then,
      },
    })),
  });
}

async function events(count: number, type: 'account_held' | 'guard_decision', data: Record<string, unknown>) {
  for (let n = 0; n < count; n += 1) await recordEvent(base.db, { type, data });
}

async function forgetEvents() {
  await base.db.$transaction([
    base.db.$executeRaw`SET LOCAL latchkey.retention = 'on'`,
    base.db.$executeRaw`DELETE FROM "AuditEvent"`,
  ]);
}

async function fail(provider: 'smtp' | 'twilio', kind: 'auth_failed' | 'unavailable', times: number) {
  for (let n = 0; n < times; n += 1) {
    await noteFailure(base.db, provider, '*', new DeliveryError(kind, { detail: 'no' }));
  }
}

/** As if it had been fine for longer than it takes to be believed. */
const settle = () => base.db.$executeRaw`UPDATE "Alert" SET "seenAt" = now() - interval '3 minutes'`;

interface Story {
  subject: string;
  /** What is still well. */
  below: () => Promise<unknown>;
  breaks: () => Promise<unknown>;
  mends: () => Promise<unknown>;
  words: RegExp;
}

const stories: Record<AlertRuleName, Story> = {
  delivery_rate: {
    subject: 'sms twilio',
    below: async () => {
      await attempts(19, {});
      await attempts(2, { outcome: 'failed' });
    },
    breaks: () => attempts(1, { receiptState: 'undelivered' }),
    mends: () => attempts(100, { receiptState: 'delivered' }),
    words: /^Only 86 % of 22 messages by sms twilio/,
  },
  verification_rate: {
    subject: 'sms vonage',
    below: async () => {
      await codes(15, true);
      await codes(15, false);
    },
    breaks: () => codes(5, false),
    mends: () => codes(10, true),
    words: /^Only 42 % of 35 codes by sms vonage/,
  },
  provider_down: {
    subject: 'twilio',
    below: () => fail('twilio', 'unavailable', 2),
    breaks: () => fail('twilio', 'unavailable', 1),
    mends: () => noteSuccess(base.db, 'twilio', '*', []),
    words: /^twilio failed 3 times in a row/,
  },
  login_refused: {
    subject: 'smtp',
    below: async () => undefined,
    breaks: () => fail('smtp', 'auth_failed', 1),
    mends: () => noteSuccess(base.db, 'smtp', '*', []),
    words: /refuses the SMTP password/,
  },
  queue_age: {
    subject: '*',
    below: async () => {
      const { id } = await queueCode(base.db);
      await base.db.delivery.update({ where: { id }, data: { availableAt: minutes(-0.5) } });
      // One that waits for its next try is not late.
      await base.db.delivery.create({
        data: { template: 'x', channel: 'sms', address: '+12025550101', availableAt: minutes(5) },
      });
    },
    breaks: () =>
      base.db.delivery.updateMany({
        where: { state: 'queued', template: 'code' },
        data: { availableAt: minutes(-2) },
      }),
    mends: () => base.db.delivery.updateMany({ data: { state: 'sent' } }),
    words: /^The oldest of \d messages that are due has waited 1[2-4]\d seconds/,
  },
  holds: {
    subject: '*',
    below: async () => {
      await events(19, 'account_held', { reason: 'hold' });
      // A guess at an account that is held already is no new hold.
      await events(5, 'account_held', { reason: 'account_held' });
    },
    breaks: () => events(1, 'account_held', { reason: 'factor_off' }),
    mends: forgetEvents,
    words: /^20 accounts were held/,
  },
  pumping: {
    subject: '*',
    below: () => events(19, 'guard_decision', { decision: 'would_have_been_blocked', reasons: [] }),
    breaks: () => events(1, 'guard_decision', { decision: 'blocked', reasons: [] }),
    mends: forgetEvents,
    words: /^The guard found 20 suspicious paid messages .* stopped 1 of them/,
  },
  sms_budget: {
    subject: '80 %',
    below: () => countSent(base.db, ['all', 'country:US'], { decoy: false, costMicros: 7_900_000n }),
    breaks: () => countSent(base.db, ['all', 'country:US'], { decoy: false, costMicros: 100_000n }),
    mends: () => base.db.smsTally.deleteMany(),
    words: /^80 % of today’s budget/,
  },
};

describe.each(alertRuleNames)('the rule %s', (rule) => {
  const { subject, below, breaks, mends, words } = stories[rule];
  const ours = <T extends { rule: string }>(list: readonly T[]) => list.filter((one) => one.rule === rule);

  test('is silent below, tells once, stays, and gives the all-clear once', async () => {
    await below();
    expect(ours(await evaluate())).toEqual([]);
    await breaks();
    expect(ours(await evaluate())).toMatchObject([{ kind: 'fired', rule, subject }]);
    expect(ours(await evaluate())).toEqual([]);
    const [open] = ours(await findAlerts(base.db, 10));
    expect(open).toMatchObject({ rule, subject, clearedAt: null, text: expect.stringMatching(words) });
    await mends();
    // It has to be fine for a while.
    expect(ours(await evaluate())).toEqual([]);
    await settle();
    expect(ours(await evaluate())).toMatchObject([{ kind: 'cleared', rule, subject }]);
    expect(ours(await evaluate())).toEqual([]);
    const notices = await base.db.alertNotice.findMany({ where: { alert: { rule } } });
    expect(notices.map(({ kind, way }) => `${kind} ${way}`).sort()).toEqual([
      ...['cleared email', 'cleared email', 'cleared slack', 'cleared webhook'],
      ...['fired email', 'fired email', 'fired slack', 'fired webhook'],
    ]);
  });

  test('is told again when it comes back after its end', async () => {
    await below();
    await breaks();
    await evaluate();
    await mends();
    await settle();
    await evaluate();
    await base.db.$executeRaw`TRUNCATE "Otp", "Delivery", "DeliveryAttempt", "SmsTally" CASCADE`;
    await below();
    await breaks();
    expect(ours(await evaluate())).toMatchObject([{ kind: 'fired', rule }]);
  });

  test('says nothing when it is turned off, and its open alert ends without a word', async () => {
    await below();
    await breaks();
    await evaluate();
    const { [rule]: now } = await findAlertRules(base.db);
    await saveAlertRule(base.db, rule, { ...now, enabled: false });
    expect(ours(await evaluate())).toEqual([]);
    expect(ours(await countOpenAlerts(base.db))).toEqual([]);
    await base.db.alert.deleteMany();
    expect(ours(await evaluate())).toEqual([]);
  });
});

test('many processes that look at the same time tell it once', async () => {
  await fail('smtp', 'auth_failed', 1);
  const found = await Promise.all(Array.from({ length: 8 }, () => evaluate()));
  expect(found.flat()).toHaveLength(1);
  expect(await base.db.alert.count()).toBe(1);
  expect(await base.db.alertNotice.count()).toBe(4);
  await noteSuccess(base.db, 'smtp', '*', []);
  await settle();
  const ended = await Promise.all(Array.from({ length: 8 }, () => evaluate()));
  expect(ended.flat()).toHaveLength(1);
  expect(await base.db.alertNotice.count()).toBe(8);
});

test('one process at a time looks', async () => {
  await base.db.setting.deleteMany({ where: { key: 'alerts.turn' } });
  const turns = await Promise.all(Array.from({ length: 8 }, () => takeAlertTurn(base.db)));
  expect(turns.filter(Boolean)).toHaveLength(1);
  await base.db
    .$executeRaw`UPDATE "Setting" SET "updatedAt" = now() - interval '21 seconds' WHERE "key" = 'alerts.turn'`;
  expect(await takeAlertTurn(base.db)).toBe(true);
});

test('too little traffic tells nothing, neither an alert nor its end, for a day', async () => {
  await attempts(19, { outcome: 'failed' });
  expect(await evaluate()).toEqual([]);
  await attempts(1, { outcome: 'failed' });
  expect(await evaluate()).toMatchObject([{ kind: 'fired', rule: 'delivery_rate' }]);
  await base.db.deliveryAttempt.deleteMany();
  await settle();
  expect(await evaluate()).toEqual([]);
  await base.db.$executeRaw`UPDATE "Alert" SET "seenAt" = now() - interval '25 hours'`;
  expect(await evaluate()).toMatchObject([{ kind: 'cleared', rule: 'delivery_rate' }]);
});

test('the budget is told at 80 and at 100 percent, also where the guard stops just below', async () => {
  await countSent(base.db, ['all'], { decoy: false, costMicros: 9_980_000n });
  expect((await evaluate()).map(({ subject }) => subject)).toEqual(['80 %']);
  await events(1, 'guard_decision', { decision: 'blocked', reasons: ['daily_budget'] });
  expect((await evaluate()).map(({ subject }) => subject)).toEqual(['100 %']);
});

test('a rule goes by what the operator wrote', async () => {
  await saveAlertRule(base.db, 'holds', {
    ...{ enabled: true, threshold: 2, windowMinutes: 10, minimum: 0, ways: ['slack'] },
  });
  await events(2, 'account_held', { reason: 'hold' });
  expect(await evaluate()).toMatchObject([{ rule: 'holds', value: 2 }]);
  expect(await base.db.alertNotice.findMany()).toMatchObject([{ way: 'slack' }]);
  expect((await findAlertRules(base.db)).pumping.threshold).toBe(alertRules.pumping.threshold);
});

describe('an alert', () => {
  test('goes by mail through the outbox, and by webhook and Slack, in words of ours', async () => {
    await fail('smtp', 'auth_failed', 1);
    await evaluate();
    expect(await send()).toBe(2);
    expect(await send()).toBe(0);
    const mails = await base.db.delivery.findMany({ orderBy: { address: 'asc' } });
    expect(mails).toMatchObject([
      { template: 'alert', channel: 'email', address: 'night@example.com', state: 'queued' },
      { template: 'alert', channel: 'email', address: 'ops@example.com', state: 'queued' },
    ]);
    const hook = received.find(({ path }) => path.startsWith('/hook'))!;
    expect(JSON.parse(hook.body)).toMatchObject({
      type: 'alert.fired',
      data: { rule: 'login_refused', subject: 'smtp', value: 1, url: 'http://localhost:3000/admin/alerts' },
    });
    const slack = received.find(({ path }) => path === '/slack')!;
    expect(JSON.parse(slack.body)).toEqual({
      text: expect.stringMatching(/^:rotating_light: Latchkey: The mail server refuses the SMTP password/),
    });
    expect((await findAlerts(base.db, 1))[0]?.told).toEqual(['email queued', 'slack sent', 'webhook sent']);
  });

  test('is tried again by a target that fails, given up at last, and its address is not written down', async () => {
    await queueNotices(base.db, settings.alerts, {
      alertId: null,
      kind: 'test',
      text: 'A test.',
      ways: ['webhook'],
    });
    status = 500;
    for (let count = 1; count <= 6; count += 1) {
      expect(await send()).toBe(1);
      expect(await send()).toBe(0);
      await base.db.$executeRaw`UPDATE "AlertNotice" SET "availableAt" = now() - interval '1 second'`;
    }
    expect(await send()).toBe(0);
    const notices = await findTestNotices(base.db, 5);
    expect(notices).toMatchObject([{ way: 'webhook', state: 'failed', lastError: 'HTTP 500' }]);
    const before = settings;
    settings = readSettings({ ALERT_WEBHOOK_URL: 'http://127.0.0.1:1/hook?token=very-secret' });
    await queueNotices(base.db, settings.alerts, {
      alertId: null,
      kind: 'test',
      text: 'A test.',
      ways: ['webhook'],
    });
    await send();
    settings = before;
    const [newest] = await findTestNotices(base.db, 1);
    expect(newest?.lastError).toBe('ECONNREFUSED');
    expect(JSON.stringify(await base.db.alertNotice.findMany())).not.toContain('very-secret');
  });

  test('does not go to a private address unless that is allowed', async () => {
    await queueNotices(base.db, settings.alerts, {
      alertId: null,
      kind: 'test',
      text: 'A test.',
      ways: ['webhook'],
    });
    await sendAlertNotices(base.db, { ...settings, webhooksMayBePrivate: false });
    expect(received).toEqual([]);
    expect((await findTestNotices(base.db, 1))[0]?.lastError).toMatch(/private address/);
  });
});

test.each([
  [
    { ALERT_WEBHOOK_URL: 'http://hooks.example.com/x' },
    /^ALERT_WEBHOOK_URL is no address that starts with https/,
  ],
  [{ ALERT_SLACK_WEBHOOK_URL: 'ftp://hooks.example.com' }, /^ALERT_SLACK_WEBHOOK_URL is no address/],
  [{ ALERT_EMAILS: 'ops@example.com,ops' }, /^ALERT_EMAILS has "ops"/],
])('a wrong setting is named at the start: %j', (env, words) => {
  const wrong = () => loadSettings({ APP_SECRET: process.env.APP_SECRET, ...env });
  expect(wrong).toThrow();
  try {
    wrong();
  } catch (error) {
    expect((error as { problems: string[] }).problems).toEqual([expect.stringMatching(words)]);
  }
});
