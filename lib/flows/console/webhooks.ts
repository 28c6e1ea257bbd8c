import { recordEvent } from '@/lib/audit/record-event';
import { getSettings } from '@/lib/config/settings';
import type { Database } from '@/lib/db/client';
import {
  createEndpoint,
  disableEndpoint,
  enableEndpoint,
  queueTestMessage,
  replayMessages,
  rotateEndpoint,
} from '@/lib/delivery/webhooks/endpoints';
import { explainBadUrl } from '@/lib/delivery/webhooks/public-address';
import { publicEventTypes } from '@/lib/delivery/webhooks/public-events';
import { fail, ok, type Result } from '@/lib/result';
import type { Deps } from '../deps';

export interface Staff {
  id: string;
  actor: string;
}

/** Makes an endpoint; without events it hears of everything. What is answered is shown once. */
export async function makeWebhook(
  { db }: Deps,
  input: { url: string; events: readonly string[]; staff: Staff },
): Promise<Result<{ id: string; secret: string }, 'webhook_refused'>> {
  const url = input.url.trim();
  const events = publicEventTypes.filter((type) => input.events.includes(type));
  if (explainBadUrl(url, getSettings().webhooksMayBePrivate) !== null) return fail('webhook_refused');
  if (events.length !== input.events.length) return fail('webhook_refused');
  return db.$transaction(async (inner) => {
    const tx = inner as Database;
    const made = await createEndpoint(tx, { url, events, createdBy: `console:${input.staff.id}` });
    await note(tx, input.staff, 'webhook_created', made.id);
    return ok(made);
  });
}

export type WebhookDeed = 'enable' | 'disable' | 'test' | 'replay_failed' | 'replay';
export const webhookDeeds: readonly WebhookDeed[] = ['enable', 'disable', 'test', 'replay_failed', 'replay'];

const replayHours = 7 * 24;

/** What is done to an endpoint; `replay` takes the id of a message, all others that of an endpoint. */
export async function changeWebhook(
  { db }: Deps,
  { id, deed, staff }: { id: string; deed: WebhookDeed; staff: Staff },
): Promise<Result<null, 'webhook_gone' | 'staff_nothing_to_do'>> {
  return db.$transaction(async (inner) => {
    const tx = inner as Database;
    const deeds: Record<WebhookDeed, () => Promise<boolean>> = {
      enable: () => enableEndpoint(tx, id),
      disable: () => disableEndpoint(tx, id, 'removed'),
      test: () => queueTestMessage(tx, id),
      replay: async () => (await replayMessages(tx, { messageId: id })) > 0,
      replay_failed: async () => (await replayMessages(tx, { endpointId: id, sinceHours: replayHours })) > 0,
    };
    if (!(await deeds[deed]()))
      return fail(deed === 'replay_failed' ? 'staff_nothing_to_do' : 'webhook_gone');
    await note(tx, staff, `webhook_${deed}`, id);
    return ok(null);
  });
}

/** A new secret; the former one is worth nothing at once. */
export async function renewWebhookSecret(
  { db }: Deps,
  { id, staff }: { id: string; staff: Staff },
): Promise<Result<{ id: string; secret: string }, 'webhook_gone'>> {
  return db.$transaction(async (inner) => {
    const tx = inner as Database;
    const renewed = await rotateEndpoint(tx, id);
    if (!renewed) return fail('webhook_gone');
    await note(tx, staff, 'webhook_rotated', id);
    return ok(renewed);
  });
}

function note(db: Database, staff: Staff, kind: string, webhook: string): Promise<void> {
  return recordEvent(db, { type: 'admin_action', actor: staff.actor, data: { kind, webhook } });
}
