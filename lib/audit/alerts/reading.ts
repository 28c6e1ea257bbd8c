import type { GuardSettings } from '@/lib/config/guard-settings';
import type { Database } from '@/lib/db/client';
import type { AlertRule, AlertRuleName } from './rules';

/** What one rule says of one subject at this moment. */
export interface Reading {
  rule: AlertRuleName;
  /** `sms twilio`, `smtp`, `*`: what an alert is about. Never an address. */
  subject: string;
  /** `unknown`: too little traffic to tell. */
  verdict: 'broken' | 'fine' | 'unknown';
  value: number;
  threshold: number;
  /** What is said of it when it is broken. */
  text: string;
}

/** `threshold` is given where it is not the rule's own. */
export type Found = Omit<Reading, 'rule' | 'threshold'> & { threshold?: number };
export type Measure = (db: Database, rule: AlertRule, guard: GuardSettings) => Promise<Found[]>;
