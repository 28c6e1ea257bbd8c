import type { SESv2Client } from '@aws-sdk/client-sesv2';
import type { Sender } from '@/lib/config/smtp-settings';
import type { AwsSettings } from '@/lib/config/vendor-settings';
import { DeliveryError } from '../delivery-error';
import type { MailLogo } from '../messages/mail-brand';
import { awsClientConfig, awsSecrets } from './aws-client';
import { type AwsFault, explainAws, probeFailure } from './aws-errors';
import { oneAddress } from './one-address';
import type { Provider } from './provider';

/**
 * Mail by Amazon SES, version 2 of its API. Written against
 * https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html. Failures: aws-errors.ts.
 */
export const ses: Provider = {
  id: 'ses',
  channels: ['email'],
  async send(message, settings, signal) {
    const aws = settings.aws!;
    const secrets = [message.code, message.to, ...awsSecrets(aws)];
    if (!oneAddress.test(message.to)) {
      throw new DeliveryError('invalid_address', { detail: 'It is not one plain e-mail address.' });
    }
    try {
      const { SendEmailCommand } = await import('@aws-sdk/client-sesv2');
      const client = await getClient(aws);
      const part = (data: string) => ({ Data: data, Charset: 'UTF-8' });
      const sent = await client.send(
        new SendEmailCommand({
          FromEmailAddress: formatSender(settings.sender!, message.appName),
          Destination: { ToAddresses: [message.to] },
          Content: {
            Simple: {
              Subject: part(message.subject),
              Body: { Text: part(message.text), ...(message.html ? { Html: part(message.html) } : {}) },
              ...(message.logo ? { Attachments: [inlinePart(message.logo)] } : {}),
              Headers: [
                { Name: 'Auto-Submitted', Value: 'auto-generated' },
                { Name: 'X-Auto-Response-Suppress', Value: 'All' },
              ],
            },
          },
          ConfigurationSetName: aws.configurationSet ?? undefined,
        }),
        { abortSignal: signal },
      );
      if (!sent.MessageId) {
        throw new DeliveryError('unavailable', { detail: 'Amazon SES answered without an id.' });
      }
      return { providerMessageId: sent.MessageId, state: 'sent' };
    } catch (error) {
      throw error instanceof DeliveryError ? error : explainAws('Amazon SES', error as AwsFault, secrets);
    }
  },
  /** Written against https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_GetAccount.html. */
  async probe(settings, signal) {
    const aws = settings.aws!;
    try {
      const { GetAccountCommand } = await import('@aws-sdk/client-sesv2');
      const client = await getClient(aws);
      const account = await client.send(new GetAccountCommand({}), { abortSignal: signal });
      if (!account.SendingEnabled) {
        throw new DeliveryError('auth_failed', { detail: 'Sending is switched off for this SES account.' });
      }
      const caution =
        'The account is in the sandbox: it sends only to verified addresses. Ask AWS for production access.';
      return {
        text: 'Amazon SES takes the keys, and sending is on.',
        ...(account.ProductionAccessEnabled ? {} : { caution }),
      };
    } catch (error) {
      if (error instanceof DeliveryError) throw error;
      return probeFailure('Amazon SES', error as AwsFault, aws);
    }
  },
  close() {
    for (const client of clients.values()) void client.then((one) => one.destroy());
    clients.clear();
  },
};

/** `=?UTF-8?B?…?= <a@b>`: whatever the name holds, it is one encoded word (RFC 2047), cut to its limit. */
function formatSender({ name, address }: Sender, appName: string): string {
  let shown = name ?? appName;
  while (Buffer.byteLength(shown) > 45) shown = shown.slice(0, -1);
  return `=?UTF-8?B?${Buffer.from(shown).toString('base64')}?= <${address}>`;
}

/** Written against https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_Attachment.html. */
function inlinePart({ cid, type, content }: MailLogo) {
  return {
    FileName: 'logo.png',
    ContentId: cid,
    ContentType: type,
    ContentDisposition: 'INLINE' as const,
    ContentTransferEncoding: 'BASE64' as const,
    RawContent: content,
  };
}

const clients = new Map<AwsSettings, Promise<SESv2Client>>();

function getClient(aws: AwsSettings): Promise<SESv2Client> {
  let client = clients.get(aws);
  if (!client) {
    client = import('@aws-sdk/client-sesv2').then((sdk) => new sdk.SESv2Client(awsClientConfig(aws)));
    clients.set(aws, client);
  }
  return client;
}
