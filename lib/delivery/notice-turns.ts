import type { Database, Prisma } from '@/lib/db/client';
import { afterAnswer } from './after-answer';
import { insertNotice, type Notice } from './enqueue-notice';
import type { FirstTurn, WrittenMessage } from './first-turn';
import { reserveFirstTurn, wakeOutbox } from './outbox';

/**
 * The notices that one request writes, with a first turn in this process for each that finds a place: nobody has to claim them. Whoever
 * makes one settles it when the transaction has ended, however it did.
 */
export class NoticeTurns {
  private readonly turns: FirstTurn[] = [];
  private someWait = false;

  /** `insertNotice`, for a statement that is about to run. */
  insert(notice: Notice, condition?: Prisma.Sql): Prisma.Sql {
    const { channel, address, template } = notice;
    const turn = reserveFirstTurn({ channel, address, template, purpose: null }, 'notices');
    if (turn) this.turns.push(turn);
    else this.someWait = true;
    return insertNotice(notice, condition, turn);
  }

  /** Begins the turns of what was written and gives the other places back, once the answer has left. Call it after the commit. */
  settle(db: Database): void {
    if (this.someWait) wakeOutbox();
    const turns = this.turns.splice(0);
    if (turns.length > 0) afterAnswer(() => void begin(db, turns));
  }
}

/** What was written is read by its ids: nothing where it was rolled back, or where its condition did not hold. */
async function begin(db: Database, turns: readonly FirstTurn[]): Promise<void> {
  // One that cannot be read is sent when its lease ends.
  const written = await findWritten(db, turns).catch(() => []);
  for (const turn of turns) {
    const message = written.find(({ id }) => id === turn.id);
    if (message) turn.begin(message);
    else turn.giveBack();
  }
  if (written.length < turns.length) wakeOutbox();
}

function findWritten(
  db: Database,
  turns: readonly FirstTurn[],
): Promise<(WrittenMessage & { id: string })[]> {
  return db.$queryRaw`
    SELECT "id"::text, "priority", "locale", "params", "createdAt", now() AS "now", "traceparent", NULL AS "challenge"
      FROM "Delivery"
     WHERE "id" = ANY (${turns.map(({ id }) => id)}::uuid[]) AND "state" = 'sending' AND "attemptCount" = 1
       AND "leasedUntil" > now()`;
}
