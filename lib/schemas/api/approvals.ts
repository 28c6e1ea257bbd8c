import * as z from 'zod';
import { channelSchema } from './codes';

const time = z.iso.datetime({ offset: true });
/** One line in plain words: what a message could not show to the letter is refused. */
const words = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .regex(/^[^\p{C}\p{Zl}\p{Zp}<>{}[\]\\|`"#@]+$/u, 'Use plain words in one line.')
    .refine((text) => text === text.trim() && !/ {2}|:\/\//.test(text), 'Use plain words in one line.');

const operation = {
  kind: words(40)
    .describe('What it is, in a word or two.')
    .meta({ examples: ['Transfer'] }),
  amount: z
    .string()
    .regex(/^(0|[1-9]\d{0,11})(\.\d{1,4})?$/, 'Write a decimal such as "1250.00".')
    .describe('A decimal as text: nothing is rounded.')
    .meta({ examples: ['1250.00'] }),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, 'Write three capitals such as EUR.')
    .describe('ISO 4217.')
    .meta({ examples: ['EUR'] }),
  payee: words(40)
    .describe('Who gets it.')
    .meta({ examples: ['Anna Muster, AT61 1904 3002'] }),
  text: words(140).optional().describe('What else the customer should read.'),
};

export const requestApprovalSchema = z.strictObject({
  customer: z
    .string()
    .min(1)
    .max(320)
    .describe('Id, e-mail address or phone number of the customer.')
    .meta({ examples: ['ann@example.com'] }),
  ...operation,
  reference: z
    .string()
    .regex(/^[\x21-\x7e]{1,100}$/, 'Use 1 to 100 visible ASCII characters.')
    .optional()
    .describe('Your own name for it. The customer does not see it; the receipt has it.'),
  channel: channelSchema
    .optional()
    .describe(
      'How the code goes. Absent: SMS to a proved number, else e-mail. It cannot be changed afterwards.',
    ),
  expires_in: z.int().min(60).max(1800).optional().describe('Seconds. Absent: 600.'),
});

export const approvalSchema = z.object({
  id: z.uuid(),
  status: z
    .enum(['pending', 'approved', 'denied', 'canceled', 'executed', 'expired', 'void'])
    .describe('`void`: what is stored was changed by somebody, so nothing can be approved.'),
  customer_id: z.uuid(),
  kind: z.string(),
  amount: z.string(),
  currency: z.string(),
  payee: z.string(),
  text: z.string(),
  reference: z.string().nullable(),
  channel: channelSchema,
  to: z.string().describe('Where the code goes, masked.'),
  url: z
    .url()
    .describe('Where the customer approves or refuses it. Safe to show: they have to sign in there.'),
  created_at: time,
  expires_at: time,
  decided_at: time.nullable(),
  executed_at: time.nullable(),
  receipt: z
    .string()
    .nullable()
    .describe(
      'Once approved: a JWS (ES256, type `approval+jwt`) of all this and of how it was approved (`method`, `amr`), good once, for ten minutes.',
    ),
});
export type ApprovalView = z.infer<typeof approvalSchema>;

export const executeApprovalSchema = z.strictObject({ receipt: z.string().min(1).max(4096) });
