import { channels, type ProviderId } from '@/lib/config/delivery-settings';
import type { Settings } from '@/lib/config/settings';
import { type Finding, fine, skipped, warning } from './finding';

const patienceMs = 5_000;

/** What a vendor's receipts need to be believed; null: it is there, or the vendor needs none. */
const missing: Readonly<Partial<Record<ProviderId, (delivery: Settings['delivery']) => string | null>>> = {
  twilio: () => null,
  'twilio-verify': () => null,
  vonage: ({ vonage }) => (vonage?.signatureSecret ? null : 'VONAGE_SIGNATURE_SECRET'),
  msg91: ({ msg91 }) => (msg91?.webhookSecret ? null : 'MSG91_WEBHOOK_SECRET'),
  ses: ({ aws }) => (aws?.topicArns.length ? null : 'AWS_SNS_TOPIC_ARN'),
  sns: ({ aws }) => (aws?.topicArns.length ? null : 'AWS_SNS_TOPIC_ARN'),
  webhook: () => null,
};

/** Without receipts "sent" is the last that is known of a message, and no fail-over follows a carrier's no. */
export async function checkReceipts({ delivery }: Settings): Promise<Finding[]> {
  const used = Object.entries(missing).filter(([id]) =>
    channels.some((channel) => delivery.channels[channel].includes(id as ProviderId)),
  );
  if (used.length === 0) return [];
  if (delivery.receiptsUrl === null) {
    return [
      skipped(
        'receipts',
        'Vendors cannot reach this machine, so messages are followed only until the vendor has them.',
        'Set RECEIPTS_URL to the public address of a tunnel to see them delivered.',
      ),
    ];
  }
  return Promise.all(
    used.map(async ([id, lacks]) => {
      const address = `${delivery.receiptsUrl}/${id}`;
      const name = lacks(delivery);
      if (name) {
        return warning(
          'receipts',
          `Receipts at ${address} are refused: ${name} is not set.`,
          `Set ${name}; docs/providers/ says where it is found.`,
        );
      }
      return reach(address);
    }),
  );
}

/** An unsigned call has to come to us, and has to be refused. */
async function reach(address: string): Promise<Finding> {
  const status = await fetch(address, {
    method: 'POST',
    redirect: 'manual',
    signal: AbortSignal.timeout(patienceMs),
  }).then(
    (response) => response.status,
    () => null,
  );
  if (status === 403) return fine('receipts', `${address} answers, and refuses what is not signed.`);
  return warning(
    'receipts',
    `${address} ${status === null ? 'cannot be reached from here' : `answers with HTTP ${status}`}.`,
    'Start the app, and let the proxy or tunnel pass /api/webhooks on unchanged.',
  );
}
