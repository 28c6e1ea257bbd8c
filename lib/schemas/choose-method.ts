import * as z from 'zod/mini';
import type { PublicText } from './public-text';

const required = 'channel_required' satisfies PublicText;

export const chooseMethodSchema = z.object({
  channel: z.enum(['email', 'sms', 'whatsapp', 'voice'], required),
});
export type ChooseMethodInput = z.infer<typeof chooseMethodSchema>;
