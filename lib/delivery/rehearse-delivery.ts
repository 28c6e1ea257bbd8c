import { setTimeout as wait } from 'node:timers/promises';
import { getSettings } from '@/lib/config/settings';
import type { Database } from '@/lib/db/client';
import { unsynced } from '@/lib/db/unsynced';
import { afterAnswer } from './after-answer';
import { currentPace } from './call-pace';
import type { ClaimedChallenge } from './claim-deliveries';
import { waitForTurn } from './outbox';
import { rehearseMail } from './providers/rehearse-mail';
import { recordTogether } from './record-together';
import { rehearseVendorCall } from './rehearse-vendor-call';
import { renderDelivery } from './render-delivery';
import { planRoute, type Step } from './routing/plan-route';
import { findProviderTrouble } from './routing/provider-health';

/** A call that takes longer does its last part when the next request has long been answered. */
const promptMs = 250;

/** A challenge that nobody will ever get a message about. */
export interface DecoyMessage extends Omit<ClaimedChallenge, 'context' | 'verifier'> {
  channel: 'email' | 'sms' | 'whatsapp' | 'voice';
  locale: string | null;
  createdAt: Date;
  now: Date;
}

/**
 * Does for a decoy what sending does for a real message, all but the sending: as many statements, the same text, the same
 * mail put together. Otherwise whoever asks for the next page at once could feel by a few milliseconds whether the server
 * is busy with a message. It keeps to the pace of the real calls. A mail server and a vendor are called in this process, as the real ones are
 * (rehearse-mail.ts, rehearse-vendor-call.ts), encryption left aside.
 * @param firstStep the call of its first turn, where a real one would have that; null: a real one would have been claimed
 */
export function rehearseDelivery(
  db: Database,
  decoy: DecoyMessage,
  code: string | null,
  firstStep: Step | null = null,
): void {
  const rehearsal = firstStep
    ? () => rehearseCall(db, decoy, code, firstStep)
    : () => rehearseClaim(db, decoy, code);
  // A rehearsal that fails has done what it is for.
  afterAnswer(() => void rehearsal().catch(() => {}));
}

async function rehearseClaim(db: Database, decoy: DecoyMessage, code: string | null): Promise<void> {
  const { id, channel } = decoy;
  // A real one is taken by the same look at the outbox, and written to by it; while all places are taken it waits.
  const [isTaken] = await Promise.all([
    waitForTurn(channel),
    db.$executeRaw`
      UPDATE "Delivery" SET "attemptCount" = "attemptCount" + 1, "leasedUntil" = now()
       WHERE "otpId" = ${id}::uuid AND "state" = 'decoy' AND "generation" = ${decoy.generation} AND ${unsynced}`,
  ]);
  if (!isTaken) return;
  const trouble = await findProviderTrouble(db);
  const [step] = planRoute(toDelivery(decoy), getSettings().delivery, trouble).steps;
  await db.$executeRaw`
    UPDATE "Delivery" SET "provider" = NULL WHERE "otpId" = ${id}::uuid AND "state" = 'decoy' AND ${unsynced}`;
  // Where no vendor can be called, a real one is put off, and that was all.
  if (step) await rehearseCall(db, decoy, code, step);
}

async function rehearseCall(
  db: Database,
  decoy: DecoyMessage,
  code: string | null,
  step: Step,
): Promise<void> {
  const settings = getSettings();
  const message = renderDelivery(toDelivery(decoy), code, settings);
  const pace = currentPace(step.channel);
  const { ms, fails } = pace;
  const isPrompt = ms <= promptMs;
  // A real one is put together before its server is called, also where that is slow or refuses.
  if (step.provider === 'smtp') {
    const sender = settings.delivery.sender ?? { name: null, address: 'decoy@localhost' };
    await rehearseMail(message, sender, isPrompt ? ms : 0);
  }
  const isCalled = await rehearseVendorCall(step.provider, message, settings.delivery, pace);
  // What comes of a slow call is not written at this moment.
  if (!isPrompt && !isCalled) await wait(ms, undefined, { ref: false });
  // A failure is noted twice: of the vendor, and of the message.
  if (fails)
    await db.$executeRaw`
      UPDATE "Delivery" SET "failureKind" = NULL WHERE "otpId" = ${decoy.id}::uuid AND "state" = 'decoy'`;
  if (step.channel === 'email' && !fails)
    return recordTogether(db, { sent: [], rehearsed: [{ otpId: decoy.id, generation: decoy.generation }] });
  // The end of a call is a change of the message, which every index notes, and a new row, the attempt. Among the attempts it would
  // be counted as one; a message that is a decoy counts for nothing anywhere.
  await db.$executeRaw`
    WITH attempt AS (
      INSERT INTO "Delivery" ("template", "channel", "address", "state") VALUES ('decoy', ${step.channel}, '', 'decoy')
    )
    UPDATE "Delivery" SET "leasedUntil" = NULL, "providerMessageId" = gen_random_uuid()
     WHERE "otpId" = ${decoy.id}::uuid AND "state" = 'decoy' AND "generation" = ${decoy.generation}`;
}

function toDelivery({ channel, address, locale, createdAt, now, ...challenge }: DecoyMessage) {
  return {
    ...{ id: challenge.id, template: 'code', channel, address, locale, params: {}, priority: 0 },
    ...{ failureKind: null, attemptCount: 1, createdAt, now, undelivered: [], suppressedChannels: [] },
    ...{ addressProved: false, wantedProvider: null, traceparent: null },
    challenge: { ...challenge, address, context: null, verifier: null },
  };
}
