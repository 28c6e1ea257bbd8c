import * as z from 'zod';
import { passkeyAnswerSchema } from '../passkey';
import { channelSchema, checkCodeSchema } from './codes';

const grant = z.string().min(1).max(128).describe('Of a verified code.');
const password = z.string().min(1).max(1024).describe('8 to 256 characters; common ones are refused.');

const eitherWay = 'Send either `grant`, or `code_id` and `code`.';

/** A grant, or the code that earns one. */
function grantOrCode(purpose: string) {
  return {
    grant: grant.optional().describe('Of a verified code. Send this, or `code_id` and `code`.'),
    code_id: z.string().min(1).max(64).optional().describe(`The \`id\` of a \`${purpose}\` code.`),
    code: checkCodeSchema.shape.code.optional(),
  };
}

function refineEitherWay(
  body: { grant?: string | undefined; code_id?: string | undefined; code?: string | undefined },
  context: z.RefinementCtx,
): void {
  const byCode = body.code_id !== undefined || body.code !== undefined;
  const wrong =
    byCode === (body.grant !== undefined)
      ? (['grant'] as const)
      : byCode
        ? (['code_id', 'code'] as const).filter((name) => body[name] === undefined)
        : [];
  for (const name of wrong) context.addIssue({ code: 'custom', path: [name], message: eitherWay });
}

/** The same, as JSON Schema says it. */
const eitherWayMeta = {
  oneOf: [
    { required: ['grant'], properties: { code_id: false, code: false } },
    { required: ['code_id', 'code'], properties: { grant: false } },
  ],
};

export const resetPasswordSchema = z
  .strictObject({ ...grantOrCode('password_reset'), password })
  .superRefine(refineEitherWay)
  .meta(eitherWayMeta);

export const registerSchema = z.strictObject({
  grant,
  password: password.optional().describe('Absent: the customer signs in by code.'),
  name: z.string().max(100).optional(),
});

export const customerSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  email: z.string().nullable(),
  email_verified: z.boolean(),
  phone: z.string().nullable(),
  phone_verified: z.boolean(),
});

export const registeredSchema = customerSchema.extend({
  grant: z.string().describe('Signs the new customer in, at /api/v1/sessions.'),
});

export const startSessionSchema = z
  .strictObject({
    ...grantOrCode('login'),
    second_factor: z
      .union([
        z.strictObject({
          way: z.enum(['totp', 'backup', 'password']),
          code: z.string().min(1).max(1024).describe('Of the app, a backup code, or the password.'),
        }),
        z.strictObject({ grant: grant.describe('Of a verified `second_factor` code.') }),
        // The browser's own words: what else a later version of them says is left aside.
        z.strictObject({ passkey: passkeyAnswerSchema }),
      ])
      .optional()
      .describe('After `second_factor_required`: one of its ways.'),
  })
  .superRefine(refineEitherWay)
  .meta(eitherWayMeta);

export const secondFactorCodeSchema = z.strictObject({
  grant: grant.describe('Of a verified `login` code. It stays good.'),
  channel: channelSchema,
});

export const passkeyOptionsSchema = z.strictObject({
  grant: grant.describe('Of a verified `login` code. It stays good.'),
});

/** PublicKeyCredentialRequestOptionsJSON of Web Authentication, level 3. */
export const passkeyRequestSchema = z.object({
  challenge: z.string().describe('base64url. Good once, for ten minutes.'),
  rpId: z
    .string()
    .describe('The host of this server. The page that asks has to be on it, or on a name below it.'),
  timeout: z.int(),
  allowCredentials: z.array(
    z.object({ id: z.string(), type: z.literal('public-key'), transports: z.array(z.string()) }),
  ),
  userVerification: z.enum(['required', 'preferred', 'discouraged']),
});

/** What stands between a first factor and a session. */
export const secondFactorWaysSchema = z.object({
  ways: z.array(
    z.object({
      way: z.enum(['totp', 'passkey', 'sms', 'whatsapp', 'voice', 'email', 'backup', 'password']),
      to: z.string().nullable().describe('Where a code would go, masked.'),
    }),
  ),
});
export const refreshTokenSchema = z.strictObject({
  refresh_token: z.string().min(1).max(128),
});

export const sessionSchema = z.object({
  access_token: z.string().describe('A JWT (ES256); its keys are at /.well-known/jwks.json.'),
  token_type: z.literal('Bearer'),
  expires_in: z.int().describe('Seconds until the access token ends.'),
  refresh_token: z.string().describe('Good once, for the next pair.'),
  customer_id: z.uuid(),
});
