import * as z from 'zod/mini';
import type { PublicText } from './public-text';
import { toAsciiDigits, withoutSeparators } from './typed-text';

const malformed = 'code_malformed' satisfies PublicText;

/**
 * A typed code as 4 to 10 ASCII digits. Spaces and dashes are how messages and people group them; digits of any script
 * are understood. What is malformed costs no guess.
 */
export const codeSchema = z.pipe(
  z.pipe(
    z.string(malformed).check(z.maxLength(64, malformed)),
    z.transform((typed: string) => withoutSeparators(toAsciiDigits(typed))),
  ),
  z.string().check(z.regex(/^[0-9]{4,10}$/, malformed)),
);

export const codeFormSchema = z.object({ code: codeSchema });
export type CodeInput = z.infer<typeof codeFormSchema>;
