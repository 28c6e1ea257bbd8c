import { inferProviders } from './infer-providers';
import { booleanSetting, type Env, listSetting, textSetting } from './read-setting';
import { type Route, readRoutes } from './routes-settings';
import { readSender, readSmtp, type Sender, type SmtpSettings } from './smtp-settings';
import {
  type AwsSettings,
  type Msg91Settings,
  readAws,
  readMsg91,
  readTwilio,
  readTwilioVerify,
  readVonage,
  readWebhook,
  type TwilioSettings,
  type TwilioVerifySettings,
  VendorReader,
  type VonageSettings,
  type WebhookSettings,
} from './vendor-settings';

export type Channel = 'email' | 'sms' | 'whatsapp' | 'voice';
export const channels = ['email', 'sms', 'whatsapp', 'voice'] as const satisfies readonly Channel[];

/** Which provider can carry which channel. */
export const providerChannels = {
  development: ['email', 'sms', 'whatsapp', 'voice'],
  smtp: ['email'],
  ses: ['email'],
  twilio: ['sms', 'whatsapp', 'voice'],
  'twilio-verify': ['sms', 'whatsapp', 'email', 'voice'],
  sns: ['sms'],
  vonage: ['sms'],
  msg91: ['sms'],
  webhook: ['email', 'sms', 'whatsapp', 'voice'],
} as const satisfies Record<string, readonly Channel[]>;

export type ProviderId = keyof typeof providerChannels;

export interface DeliverySettings {
  /** Some channel goes to the console and /inbox instead of a vendor. */
  demoMode: boolean;
  /** Providers of each channel in the order in which they are tried. Empty: the channel is off. */
  channels: Readonly<Record<Channel, readonly ProviderId[]>>;
  /** Other orders for some countries, longest prefix first. */
  routes: Readonly<Record<Channel, readonly Route[]>>;
  /** Whether a message that a phone channel cannot carry goes by the next one: WhatsApp, then SMS, then voice. */
  channelFallback: boolean;
  /** Where vendors send receipts: this and the provider's id. Null where the internet cannot reach us. */
  receiptsUrl: string | null;
  /** A folder with texts of the operator's own; null: only ours. */
  messagesDir: string | null;
  /** Who mail comes from; null where e-mail is off or in demo mode. */
  sender: Sender | null;
  /** Settings of a vendor are there when one of the channels uses it. */
  smtp: SmtpSettings | null;
  aws: AwsSettings | null;
  twilio: TwilioSettings | null;
  twilioVerify: TwilioVerifySettings | null;
  vonage: VonageSettings | null;
  msg91: Msg91Settings | null;
  webhook: WebhookSettings | null;
}

/** Reads which vendor carries what. A sentence per vendor that is named but not complete goes to `problems`. */
export function loadDeliverySettings(
  env: Env,
  problems: string[],
  { loopback }: { loopback: boolean },
): DeliverySettings {
  const named = Object.fromEntries(
    channels.map((channel) => [channel, readOrder(env, problems, channel)]),
  ) as Record<Channel, ProviderId[] | null>;
  const order = inferProviders(env, problems, named);
  const routes = Object.fromEntries(
    channels.map((channel) => [
      channel,
      readRoutes(env, problems, channel, (id): id is ProviderId => isProviderFor(id, channel)),
    ]),
  ) as Record<Channel, Route[]>;
  const users = new Map<ProviderId, Set<string>>();
  for (const channel of channels) {
    for (const id of [...order[channel], ...routes[channel].flatMap(({ providers }) => providers)]) {
      users.set(id, (users.get(id) ?? new Set()).add(channel));
    }
  }

  function vendor<T>(ids: ProviderId[], read: (reader: VendorReader, missing: string[]) => T): T | null {
    const used = ids.find((id) => users.has(id));
    if (used === undefined) return null;
    const missing: string[] = [];
    const settings = read(new VendorReader(env, problems, missing, loopback), missing);
    if (missing.length > 0)
      problems.push(`${nameOf(used)} is only partly set: set ${missing.join(' and ')}.`);
    return settings;
  }

  return {
    demoMode: users.has('development'),
    channels: order,
    routes,
    channelFallback: booleanSetting(env, problems, 'CHANNEL_FALLBACK', true),
    receiptsUrl: readReceiptsUrl(env, loopback),
    messagesDir: textSetting(env, 'MESSAGES_DIR'),
    sender: vendor(['smtp', 'ses'], (_, missing) => readSender(env, problems, missing)),
    smtp: vendor(['smtp'], (_, missing) => readSmtp(env, problems, missing)),
    aws: vendor(['ses', 'sns'], readAws),
    twilio: vendor(['twilio'], (reader) => readTwilio(reader, users.get('twilio')!)),
    twilioVerify: vendor(['twilio-verify'], readTwilioVerify),
    vonage: vendor(['vonage'], readVonage),
    msg91: vendor(['msg91'], readMsg91),
    webhook: vendor(['webhook'], readWebhook),
  };
}

/** RECEIPTS_URL is for a tunnel to a machine without a public address; vendors refuse addresses that they cannot reach. */
function readReceiptsUrl(env: Env, loopback: boolean): string | null {
  const base = textSetting(env, 'RECEIPTS_URL') ?? (loopback ? null : textSetting(env, 'APP_URL'));
  return base !== null && URL.canParse(base) ? `${new URL(base).origin}/api/webhooks` : null;
}

const djangoBackends: readonly [RegExp, ProviderId][] = [
  [/(console|dummy|locmem|filebased)\.EmailBackend$/, 'development'],
  [/smtp\.EmailBackend$/, 'smtp'],
  [/SESBackend$/, 'ses'],
];

/** The order that the operator wrote, null when the setting is absent. */
function readOrder(env: Env, problems: string[], channel: Channel): ProviderId[] | null {
  const name = `${channel.toUpperCase()}_PROVIDER`;
  const backend = channel === 'email' ? textSetting(env, 'EMAIL_BACKEND') : null;
  if (textSetting(env, name) === null) {
    const known = djangoBackends.find(([form]) => backend !== null && form.test(backend));
    if (backend !== null && !known) {
      problems.push(`EMAIL_BACKEND is "${backend}", which is not known here. Set EMAIL_PROVIDER instead.`);
    }
    return known ? [known[1]] : null;
  }
  const order: ProviderId[] = [];
  for (const typed of listSetting(env, name)) {
    const id = typed.toLowerCase();
    if (['none', 'off'].includes(id)) continue;
    if (isProviderFor(id, channel)) order.push(id);
    else {
      const choice = Object.keys(providerChannels).filter((known) => isProviderFor(known, channel));
      problems.push(`${name} is "${typed}". Choose from ${choice.join(', ')}, or none.`);
    }
  }
  return [...new Set(order)];
}

function isProviderFor(id: string, channel: Channel): id is ProviderId {
  return (
    Object.hasOwn(providerChannels, id) && providerChannels[id as ProviderId].some((one) => one === channel)
  );
}

const names: Partial<Record<ProviderId, string>> = {
  smtp: 'E-mail over SMTP',
  ses: 'Amazon SES',
  sns: 'Amazon SNS',
  twilio: 'Twilio',
  'twilio-verify': 'Twilio Verify',
  vonage: 'Vonage',
  msg91: 'MSG91',
};

function nameOf(id: ProviderId): string {
  return names[id] ?? `The provider ${id}`;
}
