import * as z from 'zod/mini';
import { toAsciiDigits } from './ascii-digits';
import type { PublicText } from './public-text';

const malformed = 'code_malformed' satisfies PublicText;

/**
 * A typed code as 4 to 10 ASCII digits. Spaces and hyphens are how messages and people group them; digits of any script
 * are understood. What is malformed costs no guess.
 */
export const codeSchema = z.pipe(
  z.pipe(
    z.string(malformed).check(z.maxLength(64, malformed)),
    z.transform((typed: string) =>
      toAsciiDigits(typed).replace(
        /[\s\-\u00AD\u200B-\u200F\u2010-\u2015\u202A-\u202E\u2060-\u2069\uFEFF]/g,
        '',
      ),
    ),
  ),
  z.string().check(z.regex(/^[0-9]{4,10}$/, malformed)),
);

export const codeFormSchema = z.object({ code: codeSchema });
export type CodeInput = z.infer<typeof codeFormSchema>;
