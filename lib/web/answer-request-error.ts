import { isDatabaseAway } from '@/lib/db/is-database-away';
import { answerStatus } from './answer-status';
import { logger } from './logger';

/**
 * A page that threw: a line in the log with the request's id, since Next's own has none. One that cannot be shown because the
 * database or Redis is away says so by its status: come back, nothing is broken.
 */
export function answerRequestError(
  error: unknown,
  route: string,
  log: Pick<typeof logger, 'error'> = logger,
): void {
  const away = isDatabaseAway(error);
  if (away) answerStatus(503, 5);
  log.error({ err: error, route }, away ? 'the database is away' : 'page failed');
}
