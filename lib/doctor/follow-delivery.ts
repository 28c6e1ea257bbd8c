import { setTimeout as wait } from 'node:timers/promises';
import type { Database } from '@/lib/db/client';
import { DeliveryError, type FailureKind } from '@/lib/delivery/delivery-error';

const lookEveryMs = 200;
/** A mail may be read and its code typed before it is written down that the server has taken it. */
const lastLooks = 5;

/** What became of the message in the end, as far as anybody tells us. */
export interface Outcome {
  state: 'delivered' | 'failed' | 'dropped';
  error: DeliveryError | null;
}

/**
 * Tells each step of a challenge's message as it happens, until it arrived or is lost. Resolves with null when `signal`
 * ends it: most vendors never say that a message arrived.
 */
export async function followDelivery(
  db: Database,
  challengeId: string,
  tell: (line: string) => void,
  signal: AbortSignal,
): Promise<Outcome | null> {
  const told = new Set<string>();
  const tellOnce = (line: string) => {
    if (told.has(line)) return;
    told.add(line);
    tell(line);
  };
  let looksLeft = lastLooks;
  for (;;) {
    // Looks after the end: what happened meanwhile is told, too.
    if (signal.aborted) looksLeft -= 1;
    const delivery = await db.delivery.findFirst({
      where: { otpId: challengeId },
      orderBy: { createdAt: 'desc' },
      include: { attempts: { orderBy: { startedAt: 'asc' } } },
    });
    for (const [index, attempt] of (delivery?.attempts ?? []).entries()) {
      for (const line of describeAttempt(attempt)) tellOnce(`${index + 1}. ${attempt.provider}: ${line}`);
    }
    if (delivery?.state === 'delivered') return { state: 'delivered', error: null };
    if (delivery?.state === 'dropped') return { state: 'dropped', error: null };
    if (delivery?.state === 'failed') {
      const last = delivery.attempts.at(-1);
      const error = new DeliveryError((delivery.failureKind ?? 'unavailable') as FailureKind, {
        vendorCode: last?.vendorCode ?? null,
        detail: delivery.failureDetail ?? 'No reason was given.',
      });
      return { state: 'failed', error };
    }
    if (looksLeft < lastLooks && (looksLeft <= 0 || delivery?.state !== 'sending')) return null;
    await wait(lookEveryMs, undefined, signal.aborted ? {} : { signal }).catch(() => {});
  }
}

interface AttemptRow {
  channel: string;
  startedAt: Date;
  finishedAt: Date | null;
  outcome: string | null;
  failureKind: string | null;
  vendorCode: string | null;
  detail: string | null;
  receiptState: string | null;
}

const receiptWords: Readonly<Record<string, string>> = {
  accepted: 'the carrier has it',
  undelivered: 'it could not be delivered',
  delivered: 'it arrived',
};

function describeAttempt(attempt: AttemptRow): string[] {
  const lines = [`asked to send it (${attempt.channel})`];
  const took = attempt.finishedAt ? attempt.finishedAt.getTime() - attempt.startedAt.getTime() : 0;
  if (attempt.outcome === 'sent') lines.push(`has taken it after ${(took / 1000).toFixed(1)} s`);
  if (attempt.outcome === 'failed') {
    lines.push([attempt.failureKind, attempt.vendorCode, attempt.detail].filter(Boolean).join(' '));
  }
  if (attempt.receiptState) lines.push(receiptWords[attempt.receiptState] ?? attempt.receiptState);
  return lines;
}
