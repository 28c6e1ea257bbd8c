import { DeliveryError, redact, type Suppressing } from '../delivery-error';
import { kindOfStatus } from './http-error';
import { twilioFailures } from './twilio-failures';

/** Codes after which nothing more is sent there. */
const suppressing: Readonly<Record<number, Suppressing>> = { 21610: 'stopped' };

export interface TwilioFault {
  code?: number | string | null;
  status?: number;
  message?: string | null;
}

export function explainTwilio(error: TwilioFault, secrets: Parameters<typeof redact>[1]): DeliveryError {
  const words = redact(error.message, secrets);
  const listed = twilioFailures[Number(error.code)];
  const vendorCode = error.code ? String(error.code) : error.status ? `HTTP ${error.status}` : null;
  if (listed) {
    const suppress = suppressing[Number(error.code)] ?? null;
    return new DeliveryError(listed[0], { vendorCode, detail: `${listed[1]} (${words})`, suppress });
  }
  if (error.code === 'ECONNABORTED' || error.code === 'ETIMEDOUT') {
    return new DeliveryError('timeout', { vendorCode, detail: `Twilio did not answer in time. (${words})` });
  }
  return new DeliveryError(kindOfStatus(error.status), {
    vendorCode,
    detail: words || 'Twilio gave no reason.',
  });
}
