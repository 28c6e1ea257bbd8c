import type { MessageAttributeValue, SNSClient } from '@aws-sdk/client-sns';
import type { AwsSettings } from '@/lib/config/vendor-settings';
import { DeliveryError } from '../delivery-error';
import { awsClientConfig, awsSecrets } from './aws-client';
import { type AwsFault, explainAws, probeFailure } from './aws-errors';
import type { Provider } from './provider';

/**
 * Texts by Amazon SNS. Written against https://docs.aws.amazon.com/sns/latest/api/API_Publish.html,
 * https://docs.aws.amazon.com/sns/latest/dg/sms_sending-overview.html (attributes) and
 * https://docs.aws.amazon.com/sns/latest/dg/channels-sms-senderid-india.html. Failures: aws-errors.ts.
 */
export const sns: Provider = {
  id: 'sns',
  channels: ['sms'],
  async send(message, settings, signal) {
    const aws = settings.aws!;
    const secrets = [message.code, message.to, ...awsSecrets(aws)];
    try {
      const { PublishCommand } = await import('@aws-sdk/client-sns');
      const client = await getClient(aws);
      const sent = await client.send(
        new PublishCommand({
          PhoneNumber: message.to,
          Message: message.text,
          MessageAttributes: attributesOf(message.to, aws),
        }),
        { abortSignal: signal },
      );
      if (!sent.MessageId) {
        throw new DeliveryError('unavailable', { detail: 'Amazon SNS answered without an id.' });
      }
      return { providerMessageId: sent.MessageId, state: 'sent' };
    } catch (error) {
      throw error instanceof DeliveryError ? error : explainAws('Amazon SNS', error as AwsFault, secrets);
    }
  },
  /** Written against https://docs.aws.amazon.com/sns/latest/api/API_GetSMSAttributes.html. */
  async probe(settings, signal) {
    const aws = settings.aws!;
    try {
      const { GetSMSAttributesCommand } = await import('@aws-sdk/client-sns');
      const client = await getClient(aws);
      const { attributes } = await client.send(new GetSMSAttributesCommand({}), { abortSignal: signal });
      const limit = attributes?.MonthlySpendLimit;
      return { text: `Amazon SNS takes the keys${limit ? `; texts may cost ${limit} USD a month` : ''}.` };
    } catch (error) {
      return probeFailure('Amazon SNS', error as AwsFault, aws);
    }
  },
  close() {
    for (const client of clients.values()) void client.then((one) => one.destroy());
    clients.clear();
  },
};

const text = (value: string): MessageAttributeValue => ({ DataType: 'String', StringValue: value });

/** Transactional: reliable before cheap. India's carriers drop texts without the ids of its registration (DLT). */
function attributesOf(to: string, aws: AwsSettings): Record<string, MessageAttributeValue> {
  const attributes: Record<string, MessageAttributeValue> = { 'AWS.SNS.SMS.SMSType': text('Transactional') };
  if (aws.senderId) attributes['AWS.SNS.SMS.SenderID'] = text(aws.senderId);
  if (!to.startsWith('+91')) return attributes;
  if (aws.entityId) attributes['AWS.MM.SMS.EntityId'] = text(aws.entityId);
  if (aws.templateId) attributes['AWS.MM.SMS.TemplateId'] = text(aws.templateId);
  return attributes;
}

const clients = new Map<AwsSettings, Promise<SNSClient>>();

function getClient(aws: AwsSettings): Promise<SNSClient> {
  let client = clients.get(aws);
  if (!client) {
    client = import('@aws-sdk/client-sns').then((sdk) => new sdk.SNSClient(awsClientConfig(aws)));
    clients.set(aws, client);
  }
  return client;
}
