import * as z from 'zod/mini';
import { identifierTextSchema } from './identifier';
import type { PublicText } from './public-text';

const required = 'password_required' satisfies PublicText;
const failed = 'sign_in_failed' satisfies PublicText;

export const signInSchema = z.object({
  identifier: identifierTextSchema,
  // Empty when a code is asked for: the action says it where one is needed. An old password may be shorter than today's
  // policy; a longer one than 256 cannot exist.
  password: z.string(required).check(z.maxLength(1024, failed)),
});
export type SignInInput = z.infer<typeof signInSchema>;
