import { isDatabaseAway } from '@/lib/db/is-database-away';
import { answerStatus } from './answer-status';

/** A page that cannot be shown because the database or Redis is away says so by its status: come back, nothing is broken. */
export function answerRequestError(error: unknown): void {
  if (isDatabaseAway(error)) answerStatus(503, 5);
}
