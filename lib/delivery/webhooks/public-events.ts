/** What other applications may hear, made of which entry of the audit log, and what is said of it. Never more. */
export interface PublicEvent {
  type: string;
  /** The type of the audit log. */
  source: string;
  /** Facts of the entry that must have these values. */
  where?: Readonly<Record<string, readonly string[]>>;
  /** Facts that are passed on under the same names. */
  facts?: readonly string[];
}

export const publicEvents = [
  { type: 'code.verified', source: 'code_verified', facts: ['purpose', 'channel'] },
  { type: 'delivery.failed', source: 'delivery_failed', facts: ['channel', 'template', 'provider', 'kind'] },
  {
    type: 'account.locked',
    source: 'account_held',
    where: { reason: ['hold', 'factor_off'] },
    facts: ['reason', 'failures'],
  },
  { type: 'account.unlocked', source: 'account_unlocked' },
  { type: 'account.registered', source: 'registered' },
  { type: 'account.compromised', source: 'not_me' },
  { type: 'session.started', source: 'signed_in', facts: ['methods'] },
  { type: 'password.reset', source: 'password_reset' },
  { type: 'password.changed', source: 'password_changed' },
  { type: 'address.changed', source: 'address_changed', facts: ['kind'] },
  { type: 'factor.added', source: 'factor_added', facts: ['kind'] },
  { type: 'factor.removed', source: 'factor_removed', facts: ['kind'] },
  { type: 'approval.granted', source: 'approval_granted', facts: ['approval', 'kind', 'channel'] },
  { type: 'approval.denied', source: 'approval_denied', facts: ['approval', 'kind', 'by'] },
  {
    type: 'pumping.suspected',
    source: 'guard_decision',
    facts: ['decision', 'reasons', 'country', 'prefix'],
  },
] as const satisfies readonly PublicEvent[];

export type PublicEventType = (typeof publicEvents)[number]['type'];

export const publicEventTypes: readonly string[] = publicEvents.map(({ type }) => type);

interface AuditRow {
  type: string;
  data: Record<string, unknown>;
}

/** The public name of an entry, or null for what nobody else hears of. */
export function publicEventOf({ type, data }: AuditRow): PublicEvent | null {
  const event: PublicEvent | undefined = publicEvents.find(({ source }) => source === type);
  if (!event) return null;
  const fits = Object.entries(event.where ?? {}).every(([name, values]) =>
    values.includes(String(data[name])),
  );
  return fits ? event : null;
}

/** The listed facts, small ones only. */
export function publicFacts({ facts = [] }: PublicEvent, data: Record<string, unknown>) {
  return Object.fromEntries(
    facts.filter((name) => data[name] !== undefined && data[name] !== null).map((name) => [name, data[name]]),
  );
}
