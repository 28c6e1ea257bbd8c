import { isDatabaseAway } from '@/lib/db/is-database-away';
import { answerStatus, awaitsAction, refuseForm } from './answer-status';
import { logger } from './logger';

/**
 * A page that threw: a line in the log with the request's id, since Next's own has none. A form of which Next could make no
 * call of an action is the fault of its sender. A page that cannot be shown because the database or Redis is away says so
 * by its status: come back, nothing is broken.
 */
export function answerRequestError(
  error: unknown,
  route: string,
  log: Pick<typeof logger, 'error' | 'warn'> = logger,
): void {
  if (awaitsAction() && isThrownByNext(error)) {
    refuseForm(hasStatus(error, 413) ? 413 : 400);
    log.warn({ err: error, route }, 'a form could not be read');
    return;
  }
  const away = isDatabaseAway(error);
  if (away) answerStatus(503, 5);
  log.error({ err: error, route }, away ? 'the database is away' : 'page failed');
}

/**
 * Whether the innermost file of the stack is Next's (React's decoder is among them), or there is none but Node's own. An
 * action that cannot even be loaded has one of ours there, or of a package: that stays a fault of ours.
 */
function isThrownByNext(error: unknown): boolean {
  const frames = (error instanceof Error ? error.stack : '')?.match(/^ +at .*$/gm) ?? [];
  const innermost = frames.find((frame) => /[\\/]/.test(frame) && !frame.includes('node:'));
  return innermost === undefined || /[\\/]next[\\/]dist[\\/]/.test(innermost);
}

/** Next's own error of a body that is too large. */
function hasStatus(error: unknown, status: number): boolean {
  return error instanceof Error && 'statusCode' in error && error.statusCode === status;
}
