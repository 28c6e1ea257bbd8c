import type { ProviderId } from '@/lib/config/delivery-settings';
import { development } from './development';
import { msg91 } from './msg91';
import type { Provider } from './provider';
import { ses } from './ses';
import { smtp } from './smtp';
import { sns } from './sns';
import { twilio } from './twilio';
import { twilioVerify } from './twilio-verify';
import { vonage } from './vonage';
import { webhook } from './webhook';

/** Every vendor, one line each. They load their SDKs when they first send. */
export const providers: Readonly<Record<ProviderId, Provider>> = {
  development,
  smtp,
  ses,
  twilio,
  'twilio-verify': twilioVerify,
  sns,
  vonage,
  msg91,
  webhook,
};
