import { readAwsReceipt } from './aws-receipts';
import { readMsg91Receipt } from './msg91-receipts';
import type { ReadReceipt } from './receipt-event';
import { readTwilioReceipt, readTwilioVerifyReceipt } from './twilio-receipts';
import { readVonageReceipt } from './vonage-receipts';
import { readWebhookReceipt } from './webhook-receipts';

/** Who may tell us of messages: `/api/webhooks/<name>`. */
export const receiptReaders: ReadonlyMap<string, ReadReceipt> = new Map([
  ['twilio', readTwilioReceipt],
  ['twilio-verify', readTwilioVerifyReceipt],
  ['vonage', readVonageReceipt],
  ['msg91', readMsg91Receipt],
  ['sns', readAwsReceipt],
  ['ses', readAwsReceipt],
  ['webhook', readWebhookReceipt],
]);
