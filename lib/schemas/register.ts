import * as z from 'zod/mini';
import { newPasswordTextSchema } from './new-password';
import type { PublicText } from './public-text';

const emailMalformed = 'email_malformed' satisfies PublicText;
const phoneMalformed = 'phone_malformed' satisfies PublicText;
const nameTooLong = 'name_too_long' satisfies PublicText;
const addressRequired = 'address_required' satisfies PublicText;

/** An empty field of a form is an absent one. */
function absentWhenEmpty<Schema extends z.ZodMiniType<unknown, string>>(schema: Schema) {
  return z.pipe(
    z.transform((typed: unknown) =>
      typed === undefined || typed === null || typed === '' ? undefined : typed,
    ),
    z.optional(schema) as z.ZodMiniOptional<Schema>,
  );
}

const emailSchema = z
  .string(emailMalformed)
  .check(
    z.trim(),
    z.maxLength(320, emailMalformed),
    z.regex(/^[^\s@\uFF20]+[@\uFF20][^\s@\uFF20]+$/, emailMalformed),
  );
const phoneSchema = z
  .string(phoneMalformed)
  .check(z.trim(), z.maxLength(60, phoneMalformed), z.regex(/\p{Nd}/u, phoneMalformed));

/** An account needs an e-mail address or a phone; one without a password signs in by code. */
export const registerSchema = z
  .object({
    email: absentWhenEmpty(emailSchema),
    phone: absentWhenEmpty(phoneSchema),
    name: z._default(z.string(nameTooLong).check(z.trim(), z.maxLength(100, nameTooLong)), ''),
    password: absentWhenEmpty(newPasswordTextSchema),
  })
  .check(
    z.refine(({ email, phone }) => email !== undefined || phone !== undefined, {
      error: addressRequired,
      path: ['email'],
    }),
  );
export type RegisterInput = z.infer<typeof registerSchema>;
