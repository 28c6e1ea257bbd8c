import { randomUUID } from 'node:crypto';
import type { Channel } from '@/lib/config/delivery-settings';
import { type Database, Prisma } from '@/lib/db/client';
import { currentTraceparent } from '@/lib/trace/span';
import { type FirstTurn, firstTurnColumns, firstTurnPart, firstTurnValues } from './first-turn';
import type { NoticeTemplate } from './messages/template';

export interface Notice {
  template: NoticeTemplate;
  channel: Channel;
  address: string;
  userId: string | null;
  /** Null: the language in which the account last used a code, which was its owner's. */
  locale: string | null;
  /** For the text: `name`, `userAgent`, and what the template knows. No secret, no code. */
  params: Readonly<Record<string, unknown>>;
}

/** After codes. */
const noticePriority = 10;
/** Tells of something that matters later too. */
const noticeLifeHours = 24;

/** Puts a notice into the outbox, inside the caller's transaction. Call `wakeOutbox()` after the commit. */
export async function enqueueNotice(db: Pick<Database, '$executeRaw'>, notice: Notice): Promise<void> {
  await db.$executeRaw(insertNotice(notice));
}

/**
 * The notice as a part of the statement that it tells of. `condition` such as `FROM spent`: no row there, no notice. `turn`: the
 * first turn that its request has reserved for it (NoticeTurns).
 */
export function insertNotice(
  notice: Notice,
  condition: Prisma.Sql = Prisma.empty,
  turn: FirstTurn | null = null,
): Prisma.Sql {
  return Prisma.sql`
    INSERT INTO "Delivery" ("id", "userId", "template", "channel", "address", "locale", "params", "state", "priority", "expiresAt",
                            "traceparent", ${firstTurnColumns})
    WITH ${firstTurnPart(turn, notice.address)}
    SELECT ${turn?.id ?? randomUUID()}::uuid, ${notice.userId}::uuid, ${notice.template}, ${notice.channel}, ${notice.address},
           coalesce(${notice.locale}, (SELECT o."locale" FROM "Otp" o
                                        WHERE o."userId" = ${notice.userId}::uuid AND o."consumedAt" IS NOT NULL
                                        ORDER BY o."createdAt" DESC LIMIT 1)),
           ${JSON.stringify(notice.params)}::jsonb, CASE WHEN "first" THEN 'sending' ELSE 'queued' END, ${noticePriority},
           now() + ${noticeLifeHours} * interval '1 hour', ${currentTraceparent()}, ${firstTurnValues}
      FROM turn, (SELECT ${condition}) AS wanted`;
}
