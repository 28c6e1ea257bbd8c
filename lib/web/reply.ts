import type { ErrorCode } from './error-codes';
import type { ProblemExtra } from './problem';

/** What a handler of the API decided, before anybody gave it the form of a response. */
export type Reply =
  | { status: number; body?: unknown; headers?: Record<string, string> }
  | { problem: ErrorCode; extra?: ProblemExtra; headers?: Record<string, string> };

export function reply(status: number, body?: unknown, headers?: Record<string, string>): Reply {
  return { status, body, headers };
}

export function refuse(problem: ErrorCode, extra?: ProblemExtra, headers?: Record<string, string>): Reply {
  return { problem, extra, headers };
}
