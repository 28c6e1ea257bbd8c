import { type Channel, channels, type ProviderId } from '@/lib/config/delivery-settings';
import type { Settings } from '@/lib/config/settings';
import { callProvider } from '@/lib/delivery/call-provider';
import { DeliveryError } from '@/lib/delivery/delivery-error';
import { type Finding, failed, fine, skipped, warning } from './finding';

const patienceMs = 12_000;

const howToSet: Readonly<Partial<Record<Channel, string>>> = {
  email:
    'Set EMAIL_HOST, EMAIL_HOST_USER, EMAIL_HOST_PASSWORD and DEFAULT_FROM_EMAIL (docs/providers/), then start again.',
  sms: 'Set TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN and TWILIO_PHONE_NUMBER, or another vendor (docs/providers/), then start again.',
};

/** Each vendor that some channel or country uses, asked by a call that sends nothing; and the channels that have none. */
export async function checkProviders({ delivery }: Settings): Promise<Finding[]> {
  const used = new Set<ProviderId>(
    channels.flatMap((channel) => [
      ...delivery.channels[channel],
      ...delivery.routes[channel].flatMap(({ providers }) => providers),
    ]),
  );
  const off = (['email', 'sms'] as const).filter((channel) => delivery.channels[channel].length === 0);
  const none = channels.every((channel) => delivery.channels[channel].length === 0);
  const silent = off.map((channel) => {
    const text = `${channel === 'sms' ? 'Text messages are' : 'E-mail is'} not configured: no code goes that way.`;
    return none ? failed(channel, text, howToSet[channel]!) : skipped(channel, text, howToSet[channel]!);
  });
  const probed = await Promise.all([...used].map((id) => checkProvider(id, delivery)));
  return [...probed, ...silent];
}

async function checkProvider(id: ProviderId, delivery: Settings['delivery']): Promise<Finding> {
  const by = channels.filter((channel) => delivery.channels[channel].includes(id)).join(', ');
  if (id === 'development') {
    return skipped(id, `Demo mode: ${by || 'messages'} go to the console and to /inbox.`);
  }
  try {
    const probe = await callProvider(id, delivery, patienceMs, async (provider, settings, signal) =>
      provider.probe ? provider.probe(settings, signal) : null,
    );
    if (probe === null || probe.unknown) {
      return skipped(
        id,
        probe?.text ?? 'It cannot be asked without sending.',
        'Try it: npm run doctor -- --send …',
      );
    }
    return probe.caution ? warning(id, probe.text, probe.caution) : fine(id, probe.text);
  } catch (error) {
    if (!(error instanceof DeliveryError)) throw error;
    return explainFailure(id, error);
  }
}

/** The tables of the providers say first what to do, and in brackets what the vendor said. */
export function explainFailure(id: string, { kind, vendorCode, detail }: DeliveryError): Finding {
  const [, remedy = detail, words = ''] = /^(.*?)(?: \((.*)\))?$/s.exec(detail) ?? [];
  const code = vendorCode ? ` ${vendorCode}` : '';
  const again = kind === 'auth_failed' ? ' Then start the app again: it reads .env at the start.' : '';
  return failed(id, `${kind}${code}${words ? `: ${words}` : ''}`, `${remedy}${again}`);
}
