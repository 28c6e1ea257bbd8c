import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { loadSettings } from '@/lib/config/settings';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { watchAlerts } from '../run-alerts';
import { changeAlertRule, getAlertPage, sendTestAlert, type TypedAlertRule } from './alerts';

let base: TestDatabase;
beforeAll(async () => {
  base = await createTestDatabase();
});
afterAll(() => base.close());
beforeEach(
  () => base.db.$executeRaw`TRUNCATE "Alert", "AlertNotice", "AlertRule", "Delivery", "Setting" CASCADE`,
);

const typed: TypedAlertRule = {
  rule: 'delivery_rate',
  enabled: true,
  threshold: '95',
  windowMinutes: '15',
  minimum: '50',
  ways: ['slack', 'pager'],
};

const ruleOf = async (name: string) => (await getAlertPage(base)).rules.find((rule) => rule.name === name);

test('a rule is changed, and that is in the audit log', async () => {
  expect(await changeAlertRule(base, typed, 'admin:x')).toMatchObject({ ok: true });
  expect(await ruleOf('delivery_rate')).toMatchObject({
    ...{ enabled: true, threshold: 95, windowMinutes: 15, minimum: 50, ways: ['slack'] },
  });
  await changeAlertRule(base, { ...typed, enabled: false, ways: [] }, 'admin:x');
  expect(await ruleOf('delivery_rate')).toMatchObject({ enabled: false, ways: [] });
  const events = await base.db.auditEvent.findMany({ where: { type: 'admin_action' } });
  expect(events.map(({ data }) => data)).toMatchObject([
    { kind: 'alert_rule', threshold: 95 },
    { enabled: false },
  ]);
});

test('what a rule has no use for is not read', async () => {
  const queue = { ...typed, rule: 'queue_age', threshold: '120', windowMinutes: '', minimum: '' };
  expect(await changeAlertRule(base, queue, 'admin:x')).toMatchObject({ ok: true });
  expect(await ruleOf('queue_age')).toMatchObject({ threshold: 120 });
});

test.each([
  [{ threshold: '0' }],
  [{ threshold: '101' }],
  [{ threshold: '-5' }],
  [{ threshold: '1e3' }],
  [{ threshold: '' }],
  [{ windowMinutes: '0' }],
  [{ windowMinutes: '1441' }],
  [{ minimum: 'many' }],
])('what is no number in range changes nothing: %j', async (wrong) => {
  expect(await changeAlertRule(base, { ...typed, ...wrong }, 'admin:x')).toMatchObject({
    ok: false,
    reason: 'alert_rule_malformed',
  });
  expect(await ruleOf('delivery_rate')).toMatchObject({ threshold: 90 });
});

test('a rule that there is not is refused', async () => {
  expect(await changeAlertRule(base, { ...typed, rule: '__proto__' }, 'admin:x')).toMatchObject({
    ok: false,
    reason: 'not_found',
  });
});

test('a test goes to everybody who is set, and says so where nobody is', async () => {
  const settings = loadSettings({ APP_SECRET: process.env.APP_SECRET, ALERT_EMAILS: 'ops@example.com' });
  expect(await sendTestAlert(base, 'admin:x', settings)).toEqual({ ok: true, value: { count: 1 } });
  expect(await base.db.delivery.findMany()).toMatchObject([
    { template: 'alert', address: 'ops@example.com' },
  ]);
  expect((await getAlertPage(base)).tests).toMatchObject([{ way: 'email', state: 'queued' }]);
  const nobody = loadSettings({ APP_SECRET: process.env.APP_SECRET });
  expect(await sendTestAlert(base, 'admin:x', nobody)).toMatchObject({ reason: 'alert_ways_missing' });
});

test('an SMTP password that is refused is in the log and on the page, although no mail can leave', async () => {
  await base.db.providerHealth.create({ data: { provider: 'smtp', region: '*', kind: 'auth_failed' } });
  const lines: string[] = [];
  const logger = {
    warn: (facts: object, text: string) => void lines.push(`warn ${JSON.stringify(facts)} ${text}`),
    info: (facts: object, text: string) => void lines.push(`info ${JSON.stringify(facts)} ${text}`),
  };
  await watchAlerts(base, logger);
  await watchAlerts(base, logger);
  expect(lines).toEqual([
    expect.stringMatching(
      /^warn .*"alert":"login_refused".* alert: The mail server refuses the SMTP password/,
    ),
  ]);
  expect((await getAlertPage(base)).alerts).toMatchObject([{ rule: 'login_refused', clearedAt: null }]);
});
