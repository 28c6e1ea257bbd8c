import type { Channel } from '@/lib/config/delivery-settings';

const phone = [
  'Is the number right, with + and its country code (+919876543210, +12025551234)?',
  "Look the message up in the vendor's own log (Twilio: Console, Monitor, Logs): blocked, filtered, no credit?",
  'A trial account reaches only numbers that were verified with the vendor.',
  'India: nothing arrives before sender and template are registered (DLT, docs/providers/twilio.md).',
  'Try another channel: --channel whatsapp, --channel voice, or an e-mail address.',
];

/** What to look at when the vendor has a message and nobody got it: the vendor said yes, so no error says why. */
export const slowDelivery: Readonly<Record<Channel, readonly string[]>> = {
  email: [
    'Look into the spam folder, and with Gmail into All Mail.',
    'Does the domain of DEFAULT_FROM_EMAIL allow this mail service (SPF, DKIM, DMARC above)?',
    "Look the message up in the mail service's own log: a bounce comes later than the yes.",
  ],
  sms: phone,
  whatsapp: phone,
  voice: phone,
};
