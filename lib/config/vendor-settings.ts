import { type Env, listSetting, textSetting } from './read-setting';

export interface TwilioSettings {
  accountSid: string;
  authToken: string;
  /** E.164 number or sender id; one of this and the messaging service is set for SMS. */
  from: string | null;
  messagingServiceSid: string | null;
  whatsapp: { from: string; contentSid: string } | null;
  baseUrl: string | null;
}

export interface TwilioVerifySettings {
  accountSid: string;
  authToken: string;
  serviceSid: string;
  baseUrl: string | null;
}

export interface AwsSettings {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string | null;
  region: string;
  /** Alphanumeric sender of text messages, where the country allows one. */
  senderId: string | null;
  /** India's registration (DLT). */
  entityId: string | null;
  templateId: string | null;
  /** Topics whose signed notifications are believed; empty: none. */
  topicArns: readonly string[];
  /** Of SES, so that it tells of bounces. */
  configurationSet: string | null;
  baseUrl: string | null;
}

export interface VonageSettings {
  apiKey: string;
  apiSecret: string;
  /** Null: the app's name. */
  from: string | null;
  /** Signs their receipts. */
  signatureSecret: string | null;
  baseUrl: string | null;
}

export interface Msg91Settings {
  authKey: string;
  templateId: string;
  senderId: string | null;
  route: string | null;
  /** Their receipts carry it. */
  webhookSecret: string | null;
  baseUrl: string | null;
}

export interface WebhookSettings {
  url: string;
  /** Signs what we send and the receipts that come back: `whsec_` and base64, or any long text. */
  secret: string;
}

/** Reads names of one vendor: what is required and absent is collected, so that one sentence can name it all. */
export class VendorReader {
  constructor(
    private readonly env: Env,
    private readonly problems: string[],
    private readonly missing: string[],
    private readonly loopback: boolean,
  ) {}

  required(...names: string[]): string {
    const value = this.optional(...names);
    if (value === null) this.missing.push(names[0]!);
    return value ?? '';
  }

  /** The first of the names that is set. */
  optional(...names: string[]): string | null {
    for (const name of names) {
      const value = textSetting(this.env, name);
      if (value !== null) return value;
    }
    return null;
  }

  list(name: string): string[] {
    return listSetting(this.env, name);
  }

  /** An address that replaces the vendor's own. Codes and keys travel there: no plain HTTP away from this machine. */
  url(name: string): string | null {
    const typed = this.optional(name);
    if (typed === null) return null;
    const url = URL.canParse(typed) ? new URL(typed) : null;
    if (url === null || !['http:', 'https:'].includes(url.protocol)) {
      this.problems.push(
        `${name} is "${typed}", which is no web address. Write it like https://example.com.`,
      );
    } else if (url.protocol === 'http:' && !this.loopback && !isLoopback(url.hostname)) {
      this.problems.push(`${name} is without encryption, and codes would travel in clear. Use https://.`);
    }
    return typed.replace(/\/+$/, '');
  }

  miss(sentence: string): void {
    this.missing.push(sentence);
  }
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || host.startsWith('127.');
}

export function readTwilio(read: VendorReader, channels: ReadonlySet<string>): TwilioSettings {
  const accountSid = read.required('TWILIO_ACCOUNT_SID');
  const authToken = read.required('TWILIO_AUTH_TOKEN');
  const from = read.optional('TWILIO_PHONE_NUMBER', 'TWILIO_FROM_NUMBER');
  const messagingServiceSid = read.optional('TWILIO_MESSAGING_SERVICE_SID');
  if (channels.has('sms') && from === null && messagingServiceSid === null) {
    read.miss('TWILIO_PHONE_NUMBER or TWILIO_MESSAGING_SERVICE_SID');
  }
  if (channels.has('voice') && from === null && !channels.has('sms')) read.miss('TWILIO_PHONE_NUMBER');
  const whatsappFrom = read.optional('TWILIO_WHATSAPP_NUMBER') ?? from;
  const contentSid = read.optional('TWILIO_WHATSAPP_CONTENT_SID');
  if (channels.has('whatsapp')) {
    if (whatsappFrom === null) read.miss('TWILIO_WHATSAPP_NUMBER');
    if (contentSid === null) read.miss('TWILIO_WHATSAPP_CONTENT_SID');
  }
  const whatsapp = whatsappFrom !== null && contentSid !== null ? { from: whatsappFrom, contentSid } : null;
  return { accountSid, authToken, from, messagingServiceSid, whatsapp, baseUrl: read.url('TWILIO_BASE_URL') };
}

export function readTwilioVerify(read: VendorReader): TwilioVerifySettings {
  return {
    accountSid: read.required('TWILIO_ACCOUNT_SID'),
    authToken: read.required('TWILIO_AUTH_TOKEN'),
    serviceSid: read.required('TWILIO_VERIFY_SERVICE_SID'),
    baseUrl: read.url('TWILIO_VERIFY_BASE_URL'),
  };
}

export function readAws(read: VendorReader): AwsSettings {
  return {
    accessKeyId: read.required('AWS_ACCESS_KEY_ID'),
    secretAccessKey: read.required('AWS_SECRET_ACCESS_KEY'),
    sessionToken: read.optional('AWS_SESSION_TOKEN'),
    region: read.required('AWS_REGION', 'AWS_SES_REGION_NAME'),
    senderId: read.optional('AWS_SNS_SENDER_ID'),
    entityId: read.optional('AWS_SNS_ENTITY_ID'),
    templateId: read.optional('AWS_SNS_TEMPLATE_ID'),
    topicArns: read.list('AWS_SNS_TOPIC_ARN'),
    configurationSet: read.optional('AWS_SES_CONFIGURATION_SET'),
    baseUrl: read.url('AWS_ENDPOINT_URL'),
  };
}

export function readVonage(read: VendorReader): VonageSettings {
  return {
    apiKey: read.required('VONAGE_API_KEY'),
    apiSecret: read.required('VONAGE_API_SECRET'),
    from: read.optional('VONAGE_FROM'),
    signatureSecret: read.optional('VONAGE_SIGNATURE_SECRET'),
    baseUrl: read.url('VONAGE_BASE_URL'),
  };
}

export function readMsg91(read: VendorReader): Msg91Settings {
  return {
    authKey: read.required('MSG91_AUTH_KEY'),
    templateId: read.required('MSG91_TEMPLATE_ID'),
    senderId: read.optional('MSG91_SENDER_ID'),
    route: read.optional('MSG91_ROUTE'),
    webhookSecret: read.optional('MSG91_WEBHOOK_SECRET'),
    baseUrl: read.url('MSG91_BASE_URL'),
  };
}

export function readWebhook(read: VendorReader): WebhookSettings {
  const url = read.url('WEBHOOK_URL');
  if (url === null) read.miss('WEBHOOK_URL');
  return { url: url ?? '', secret: read.required('WEBHOOK_SECRET') };
}
