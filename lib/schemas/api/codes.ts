import * as z from 'zod';

/** The full build of zod: these schemas are the server's, and the OpenAPI document is made of them. */

const time = z.iso.datetime({ offset: true });

export const channelSchema = z.enum(['email', 'sms', 'whatsapp', 'voice']);

export const requestCodeSchema = z.strictObject({
  purpose: z
    .enum(['login', 'password_reset', 'registration', 'verification', 'second_factor'])
    .describe('What the code is for. `second_factor` needs an API key.'),
  to: z
    .string()
    .min(1)
    .max(320)
    .describe('E-mail address or phone number.')
    .meta({ examples: ['ann@example.com'] }),
  channel: channelSchema.optional().describe('Absent: e-mail for an address, SMS for a number.'),
});

export const codeSchema = z.object({
  id: z.uuid(),
  purpose: z.string(),
  channel: channelSchema,
  to: z.string().describe('Where the code goes, masked.'),
  status: z.enum(['live', 'exhausted', 'expired', 'used', 'canceled']),
  expires_at: time,
  can_resend_at: time,
  attempts_left: z.int().min(0),
  delivery: z.enum(['queued', 'sending', 'sent', 'accepted', 'delivered', 'failed']),
  delivery_reason: z.string().nullable().describe('Why it failed or is being tried again.'),
});
export type CodeView = z.infer<typeof codeSchema>;

export const checkCodeSchema = z.strictObject({
  code: z
    .string()
    .max(64)
    .describe('As it was typed; spaces and hyphens do not count.')
    .meta({ examples: ['123456'] }),
});

export const acceptedCodeSchema = z.object({
  valid: z.literal(true),
  id: z.uuid(),
  purpose: z.string(),
  channel: channelSchema,
  to: z.string().describe('The proved address, masked.'),
  grant: z.string().describe('Allows what the code was for, once, until `grant_expires_at`.'),
  grant_expires_at: time,
});
