import { Prisma } from './client';

/**
 * A condition that is always true: the transaction of its statement does not wait until the disk has it. Two milliseconds
 * less, for what may be done again. Only a crash of the database server itself forgets it (what was written in its last
 * half second); one of ours forgets nothing, and every later statement sees it.
 */
export const unsynced = Prisma.sql`set_config('synchronous_commit', 'off', true) = 'off'`;
