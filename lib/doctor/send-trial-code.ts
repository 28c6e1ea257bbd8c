import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { findAccountByAddress } from '@/lib/accounts/find-account';
import { type Identifier, parseIdentifier } from '@/lib/accounts/parse-identifier';
import type { Challenge, ChallengeOwner } from '@/lib/codes/challenge';
import type { Channel } from '@/lib/config/delivery-settings';
import type { DeliveryLogger } from '@/lib/delivery/outbox-deps';
import type { Deps, Visitor } from '@/lib/flows/deps';
import { requestCode } from '@/lib/flows/request-code';
import { runOutbox } from '@/lib/flows/run-outbox';
import { verifyCode } from '@/lib/flows/verify-code';
import { codeSchema } from '@/lib/schemas/code';
import { explainFailure } from './check-providers';
import { type Finding, failed, fine } from './finding';
import { followDelivery } from './follow-delivery';
import { slowDelivery } from './slow-delivery';

/** Who reads what is told and types what arrived. */
export interface Terminal {
  tell(line: string): void;
  /** What was typed; null when nobody types any more, or `signal` ended it. */
  ask(question: string, signal: AbortSignal): Promise<string | null>;
}

export interface Trial {
  to: string;
  channel?: Channel;
  terminal: Terminal;
  slowAfterMs?: number;
}

/**
 * A real code by the way of customers' codes: the same limits, guard, outbox and providers, and the same check of what is
 * typed. Its purpose is `verification`, which any address may have; nothing of the account changes but its verified mark.
 */
export async function sendTrialCode({ db }: Deps, trial: Trial): Promise<Finding[]> {
  const identifier = parseIdentifier(trial.to);
  if (identifier.kind === 'invalid') {
    const remedy =
      'Write you@example.com, or a number as +[country][number]: +12025551234, +919876543210, +447911123456.';
    return [failed('send', `"${trial.to}" is no address (${identifier.reason}).`, remedy)];
  }
  const quiet: DeliveryLogger = { warn: () => {}, error: () => {} };
  const outbox = runOutbox({ db }, quiet);
  try {
    return await send({ db }, identifier, trial);
  } finally {
    await outbox.stop();
  }
}

async function send({ db }: Deps, identifier: Identifier, trial: Trial): Promise<Finding[]> {
  const { terminal, channel } = trial;
  const owner: ChallengeOwner = { browserHash: randomBytes(32), clientId: null };
  const visitor: Visitor = {
    clientAddress: '127.0.0.1',
    userAgent: 'Latchkey doctor',
    requestId: randomUUID(),
    locale: null,
  };
  const account = await findAccountByAddress(db, identifier.address);
  if (!account) {
    terminal.tell(
      'No account has this address: codes for sign-in and resets would not go to it. Add a customer in Prisma Studio (npm run studio), or npm run seed.',
    );
  }
  const requested = await requestCode(
    { db },
    { purpose: 'verification', identifier, channel, owner, visitor },
  );
  if (!requested.ok) {
    return [
      requested.reason === 'limited'
        ? failed(
            'send',
            `A limit stops it (${requested.limit ?? 'the guard of text messages'}).`,
            `Wait ${requested.retryAfterSeconds ?? 60} seconds, or raise it by LIMITS.`,
          )
        : failed(
            'send',
            'This channel is not configured.',
            'Configure a provider for it (docs/providers/), or choose another --channel.',
          ),
    ];
  }
  const { challenge, maskedTo } = requested.value;
  terminal.tell(`A code for ${maskedTo} is in the outbox.`);
  return converse({ db }, challenge, owner, visitor, trial);
}

/** Follows the message and asks for the code at the same time: whichever ends first decides. */
async function converse(
  { db }: Deps,
  challenge: Challenge,
  owner: ChallengeOwner,
  visitor: Visitor,
  { terminal, slowAfterMs = 30_000 }: Trial,
): Promise<Finding[]> {
  const end = new AbortController();
  const lifeMs = challenge.expiresAt.getTime() - challenge.now.getTime();
  const overdue = setTimeout(() => end.abort(), lifeMs);
  void wait(slowAfterMs, undefined, { signal: end.signal }).then(
    () => {
      terminal.tell('Not there yet? Look at these:');
      for (const hint of slowDelivery[challenge.channel]) terminal.tell(`  • ${hint}`);
    },
    () => {},
  );
  const lost = followDelivery(db, challenge.id, terminal.tell, end.signal).then(
    (outcome): Finding[] | null => {
      if (outcome?.state === 'failed') return [explainFailure('send', outcome.error!)];
      if (outcome?.state === 'delivered') terminal.tell('It has arrived.');
      // Arrived, or nobody will ever tell: the typed code decides.
      return null;
    },
  );
  const typed = askUntilRight({ db }, challenge, owner, visitor, terminal, end.signal);
  try {
    return (await Promise.race([typed, lost.then((findings) => findings ?? typed)])) ?? [];
  } finally {
    clearTimeout(overdue);
    end.abort();
    await lost;
  }
}

async function askUntilRight(
  { db }: Deps,
  challenge: Challenge,
  owner: ChallengeOwner,
  visitor: Visitor,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<Finding[]> {
  for (;;) {
    const line = await terminal.ask('The code that arrived: ', signal);
    if (line === null) {
      return [
        failed(
          'code',
          'No code was typed, so nobody knows whether it arrived.',
          slowDelivery[challenge.channel][0]!,
        ),
      ];
    }
    const parsed = codeSchema.safeParse(line);
    if (!parsed.success) {
      terminal.tell('That is no code: it has digits only.');
      continue;
    }
    const result = await verifyCode(
      { db },
      { id: challenge.id, code: parsed.data, owner, purposes: ['verification'], visitor },
    );
    if (result.ok) return [fine('code', 'The code arrived and is right.')];
    if (result.reason !== 'code_incorrect') {
      return [
        failed('code', `It was refused: ${result.reason}.`, refusals[result.reason] ?? 'Run it once more.'),
      ];
    }
    terminal.tell(`The code is not right. ${result.attemptsLeft} attempts left.`);
  }
}

const refusals: Readonly<Record<string, string>> = {
  code_expired:
    'The message took longer than the code lives. Try another vendor or channel, or look at the clocks above.',
  too_many_attempts: 'Type the code of the newest message; run it once more for a new one.',
  account_held: 'Ten wrong codes in a row hold the account for 15 minutes.',
};
