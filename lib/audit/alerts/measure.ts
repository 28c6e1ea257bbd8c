import type { GuardSettings } from '@/lib/config/guard-settings';
import type { Database } from '@/lib/db/client';
import { holds, pumping, queueAge, smsBudget } from './measure-counts';
import { loginRefused, providerDown } from './measure-providers';
import { deliveryRate, verificationRate } from './measure-rates';
import type { Measure, Reading } from './reading';
import type { AlertRule, AlertRuleName } from './rules';

const measures: Readonly<Record<AlertRuleName, Measure>> = {
  delivery_rate: deliveryRate,
  verification_rate: verificationRate,
  provider_down: providerDown,
  login_refused: loginRefused,
  queue_age: queueAge,
  holds,
  pumping,
  sms_budget: smsBudget,
};

/** What a rule says now, of everything that it looks at. By the database's clock. */
export async function measure(
  db: Database,
  name: AlertRuleName,
  rule: AlertRule,
  guard: GuardSettings,
): Promise<Reading[]> {
  const readings = await measures[name](db, rule, guard);
  return readings.map((reading) => ({
    ...{ rule: name, threshold: rule.threshold, ...reading },
    value: Math.round(reading.value * 10) / 10,
  }));
}
