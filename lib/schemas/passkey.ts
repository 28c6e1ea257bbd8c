import * as z from 'zod/mini';

const base64url = (max: number) => z.string().check(z.minLength(1), z.maxLength(max), z.regex(/^[\w-]+$/));
const shared = {
  id: base64url(1400),
  rawId: base64url(1400),
  type: z.literal('public-key'),
  authenticatorAttachment: z.optional(z.string().check(z.maxLength(40))),
};
const transports = z.array(z.string().check(z.maxLength(20), z.regex(/^[a-z-]+$/))).check(z.maxLength(8));

/** What browsers make of PublicKeyCredential (Web Authentication, level 3, toJSON). What it says is checked elsewhere. */
export const newPasskeySchema = z.object({
  ...shared,
  response: z.object({
    clientDataJSON: base64url(4000),
    attestationObject: base64url(20_000),
    transports: z.optional(transports),
  }),
});

export const passkeyAnswerSchema = z.object({
  ...shared,
  response: z.object({
    clientDataJSON: base64url(4000),
    authenticatorData: base64url(4000),
    signature: base64url(8000),
    userHandle: z.optional(z.nullable(base64url(200))),
  }),
});

export const passkeyNameSchema = z.string().check(z.trim(), z.minLength(1), z.maxLength(60));
