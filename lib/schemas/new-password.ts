import * as z from 'zod/mini';
import type { PublicText } from './public-text';

const required = 'password_required' satisfies PublicText;
const tooLong = 'too_long' satisfies PublicText;
const differ = 'passwords_differ' satisfies PublicText;

/** Length in code points after NFC, as the server counts. The lower bound is a setting: the server says it. */
export const newPasswordTextSchema = z.string(required).check(
  z.minLength(1, required),
  z.maxLength(1024, tooLong),
  z.refine((typed) => [...typed.normalize('NFC')].length <= 256, tooLong),
);

export const newPasswordSchema = z
  .object({ password: newPasswordTextSchema, confirm: z.string(differ).check(z.maxLength(1024, differ)) })
  .check(
    z.refine(({ password, confirm }) => password.normalize('NFC') === confirm.normalize('NFC'), {
      error: differ,
      path: ['confirm'],
    }),
  );
export type NewPasswordInput = z.infer<typeof newPasswordSchema>;

/** `current` is empty where there is no password yet. */
export const changePasswordSchema = z
  .object({
    current: z._default(z.string().check(z.maxLength(1024, tooLong)), ''),
    password: newPasswordTextSchema,
    confirm: z.string(differ).check(z.maxLength(1024, differ)),
  })
  .check(
    z.refine(({ password, confirm }) => password.normalize('NFC') === confirm.normalize('NFC'), {
      error: differ,
      path: ['confirm'],
    }),
  );
export type ChangePasswordInput = z.infer<typeof changePasswordSchema>;
