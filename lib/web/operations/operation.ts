import type * as z from 'zod';
import type { ErrorCode } from '../error-codes';
import type { Operation } from '../route';

export interface DescribedOperation<Body extends z.ZodType | undefined = z.ZodType | undefined>
  extends Operation<Body> {
  method: 'get' | 'post' | 'patch' | 'delete';
  path: string;
  summary: string;
  tag: 'Codes' | 'Accounts' | 'Sessions' | 'Approvals' | 'Customers';
  /** Of the address, after the question mark. */
  query?: z.ZodObject;
  status: number;
  /** Absent: no body. */
  answer?: z.ZodType;
  /** Besides those that every operation can have. */
  problems: readonly ErrorCode[];
}

export function define<Body extends z.ZodType | undefined = undefined>(
  operation: DescribedOperation<Body>,
): DescribedOperation<Body> {
  return operation;
}

/** What may be wrong with a code that is typed. */
export const problemsOfCodes = [
  'code_malformed',
  'code_incorrect',
  'code_expired',
  'code_used',
  'too_many_attempts',
  'account_held',
] as const satisfies readonly ErrorCode[];
