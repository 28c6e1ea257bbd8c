import * as z from 'zod/mini';
import type { PublicText } from './public-text';
import { foldWidth, toAsciiDigits, withoutSeparators } from './typed-text';

const malformed = 'backup_code_malformed' satisfies PublicText;

/** A backup code as it was typed off a sheet of paper: any case, width and grouping, and letters that look like digits. */
export const backupCodeSchema = z.pipe(
  z.pipe(
    z.string(malformed).check(z.maxLength(64, malformed)),
    z.transform((typed: string) =>
      withoutSeparators(toAsciiDigits(foldWidth(typed)))
        .toLowerCase()
        .replace(/o/g, '0')
        .replace(/[il]/g, '1'),
    ),
  ),
  z.string().check(z.regex(/^[0-9a-hjkmnp-tv-z]{16}$/, malformed)),
);
