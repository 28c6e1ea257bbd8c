import { accountOperations } from './operations/account-operations';
import { approvalOperations } from './operations/approval-operations';
import { codeOperations } from './operations/code-operations';
import { customerOperations } from './operations/customer-operations';
import { sessionOperations } from './operations/session-operations';

/** Every operation of /api/v1: the handlers run by it, and the OpenAPI document is made of it. */
export const operations = {
  ...codeOperations,
  ...accountOperations,
  ...sessionOperations,
  ...customerOperations,
  ...approvalOperations,
} as const;
