import {
  type AlertNoticeRow,
  type AlertRow,
  findAlerts,
  findTestNotices,
} from '@/lib/audit/alerts/find-alerts';
import { configuredWays, queueNotices } from '@/lib/audit/alerts/queue-notices';
import {
  type AlertRule,
  type AlertRuleName,
  type AlertWay,
  alertRuleNames,
  alertRules,
  alertWays,
  findAlertRules,
  saveAlertRule,
} from '@/lib/audit/alerts/rules';
import { recordEvent } from '@/lib/audit/record-event';
import { getSettings, type Settings } from '@/lib/config/settings';
import type { Database } from '@/lib/db/client';
import { wakeOutbox } from '@/lib/delivery/outbox';
import { fail, ok, type Result } from '@/lib/result';
import type { Deps } from '../deps';

export interface AlertRuleView extends AlertRule {
  name: AlertRuleName;
  title: string;
  about: string;
  unit: 'percent' | 'seconds' | 'count';
  uses: { window: boolean; minimum: boolean };
}

export interface AlertPage {
  /** Open ones first. */
  alerts: AlertRow[];
  rules: AlertRuleView[];
  /** Those that have a target in the settings. */
  ways: AlertWay[];
  tests: AlertNoticeRow[];
}

const mostAlerts = 50;

export async function getAlertPage({ db }: Deps): Promise<AlertPage> {
  const [alerts, rules, tests] = await Promise.all([
    findAlerts(db, mostAlerts),
    findAlertRules(db),
    findTestNotices(db, 5),
  ]);
  return {
    alerts,
    rules: alertRuleNames.map((name) => {
      const { title, about, unit, uses } = alertRules[name];
      return { name, title, about, unit, uses, ...rules[name] };
    }),
    ways: configuredWays(getSettings().alerts),
    tests,
  };
}

/** As it was typed. What a rule has no use for is absent. */
export interface TypedAlertRule {
  rule: string;
  enabled: boolean;
  threshold: string;
  windowMinutes: string;
  minimum: string;
  ways: readonly string[];
}

/** Changes a rule; the next look, within half a minute, goes by it. */
export async function changeAlertRule(
  { db }: Deps,
  typed: TypedAlertRule,
  actor: string,
): Promise<Result<null, 'alert_rule_malformed' | 'not_found'>> {
  const name = alertRuleNames.find((one) => one === typed.rule);
  if (!name) return fail('not_found');
  const facts = alertRules[name];
  const threshold = readNumber(typed.threshold, { min: 1, max: facts.unit === 'percent' ? 100 : 1_000_000 });
  const windowMinutes = facts.uses.window
    ? readNumber(typed.windowMinutes, { min: 1, max: 1440 })
    : facts.windowMinutes;
  const minimum = facts.uses.minimum ? readNumber(typed.minimum, { min: 1, max: 1_000_000 }) : facts.minimum;
  if (threshold === null || windowMinutes === null || minimum === null) return fail('alert_rule_malformed');
  const ways = alertWays.filter((way) => typed.ways.includes(way));
  const rule: AlertRule = { enabled: typed.enabled, threshold, windowMinutes, minimum, ways };
  await db.$transaction(async (tx) => {
    await saveAlertRule(tx, name, rule);
    await recordEvent(tx as Database, {
      type: 'admin_action',
      actor,
      data: { kind: 'alert_rule', rule: name, ...rule },
    });
  });
  return ok(null);
}

function readNumber(typed: string, { min, max }: { min: number; max: number }): number | null {
  const value = /^\d{1,7}$/.test(typed.trim()) ? Number(typed) : Number.NaN;
  return value >= min && value <= max ? value : null;
}

/** Sends a notice that says that it is a test, by every way that is set. @returns how many */
export async function sendTestAlert(
  { db }: Deps,
  actor: string,
  settings: Pick<Settings, 'alerts'> = getSettings(),
): Promise<Result<{ count: number }, 'alert_ways_missing'>> {
  const text = 'This is a test: whoever reads it will hear of alerts.';
  const count = await db.$transaction(async (tx) => {
    const queued = await queueNotices(tx, settings.alerts, {
      ...{ alertId: null, kind: 'test', text, ways: alertWays },
    });
    if (queued > 0) {
      await recordEvent(tx as Database, { type: 'admin_action', actor, data: { kind: 'alert_test' } });
    }
    return queued;
  });
  if (count === 0) return fail('alert_ways_missing');
  wakeOutbox();
  return ok({ count });
}
