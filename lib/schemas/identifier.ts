import * as z from 'zod/mini';
import type { PublicText } from './public-text';

const empty = 'empty' satisfies PublicText;
const unrecognised = 'unrecognised' satisfies PublicText;

/**
 * "Email or phone" as typed. Only its outline: the server has the numbering plans and says the rest
 * (lib/accounts/parse-identifier.ts).
 */
export const identifierTextSchema = z.string(empty).check(
  z.trim(),
  z.minLength(1, empty),
  z.maxLength(320, unrecognised),
  z.refine((typed) => /[@\uFF20\uFE6B]|\p{Nd}/u.test(typed), unrecognised),
);

export const identifierSchema = z.object({ identifier: identifierTextSchema });
export type IdentifierInput = z.infer<typeof identifierSchema>;
