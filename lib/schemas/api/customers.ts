import * as z from 'zod';
import { customerSchema } from './accounts';

/** A customer as a trusted back end sees it. */
export const accountSchema = customerSchema.extend({
  customer_type: z.string().nullable(),
  status: z.enum(['active', 'disabled']),
  locale: z.string().nullable(),
  created_at: z.iso.datetime({ offset: true }),
});

/** No control characters, and nothing that turns the direction of text around. */
const line = (max: number) =>
  z
    .string()
    .max(max)
    .regex(/^[^\p{C}\p{Zl}\p{Zp}]*$/u, 'Use one line.');
const fields = {
  name: line(100).optional(),
  customer_type: line(100).nullable().optional(),
  locale: z
    .string()
    .regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/, 'Write a tag such as en or pt-BR.')
    .nullable()
    .optional()
    .describe('BCP 47.'),
};

const addresses = {
  email: z
    .string()
    .min(1)
    .max(320)
    .optional()
    .meta({ examples: ['ann@example.com'] }),
  phone: z
    .string()
    .min(1)
    .max(40)
    .optional()
    .meta({ examples: ['+12025550143'] }),
};

export const createCustomerSchema = z.strictObject({
  ...addresses,
  verified: z.boolean().optional().describe('You have proved these addresses yourself. Absent: false.'),
  ...fields,
});

export const changeCustomerSchema = z.strictObject({
  ...addresses,
  verified: z
    .boolean()
    .optional()
    .describe(
      'You have proved the addresses of this request yourself. Absent: false, and a new one counts only once its owner has typed a code that went there.',
    ),
  ...fields,
  status: z.enum(['active', 'disabled']).optional().describe('`disabled` ends every session at once.'),
});

export const listCustomersSchema = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).default(50).describe('Absent: 50.'),
  cursor: z.string().max(200).optional().describe('`next_cursor` of the page before.'),
  address: z
    .string()
    .max(320)
    .optional()
    .describe('Only the customer with this e-mail address or phone number.'),
});

export const customerListSchema = z.object({
  customers: z.array(accountSchema),
  next_cursor: z.string().nullable().describe('Null: this is the last page.'),
});
