import { randomBytes } from 'node:crypto';
import type { DeliverySettings } from '@/lib/config/delivery-settings';

/**
 * Settings with which a provider calls nobody: the vendor's address is ours, and every key is made up, of the length of the real one, so
 * that signing and sending it cost the same. Written out field by field: a secret that is added to the settings of a vendor does not compile
 * until somebody has decided about it here, and none comes along by itself.
 * @param url where every vendor is
 */
export function makeNobodysSettings(real: DeliverySettings, url: string): DeliverySettings {
  const { channels, routes, channelFallback, receiptsUrl, messagesDir, sender } = real;
  const { aws, twilio, twilioVerify, vonage, msg91, webhook } = real;
  return {
    ...{ demoMode: false, channels, routes, channelFallback, receiptsUrl, messagesDir, sender },
    // Mails to a mail server are rehearsed without it.
    smtp: null,
    aws: aws && {
      accessKeyId: alike(aws.accessKeyId),
      secretAccessKey: alike(aws.secretAccessKey),
      sessionToken: aws.sessionToken === null ? null : alike(aws.sessionToken),
      ...{ region: aws.region, senderId: aws.senderId, entityId: aws.entityId, templateId: aws.templateId },
      ...{ topicArns: [], configurationSet: aws.configurationSet },
      baseUrl: url,
    },
    twilio: twilio && {
      accountSid: `AC${alike(twilio.accountSid).slice(2)}`,
      authToken: alike(twilio.authToken),
      ...{ from: twilio.from, messagingServiceSid: twilio.messagingServiceSid, whatsapp: twilio.whatsapp },
      baseUrl: url,
    },
    twilioVerify: twilioVerify && {
      accountSid: `AC${alike(twilioVerify.accountSid).slice(2)}`,
      authToken: alike(twilioVerify.authToken),
      serviceSid: `VA${alike(twilioVerify.serviceSid).slice(2)}`,
      baseUrl: url,
    },
    vonage: vonage && {
      ...{ apiKey: alike(vonage.apiKey), apiSecret: alike(vonage.apiSecret) },
      ...{ from: vonage.from, signatureSecret: null },
      baseUrl: url,
    },
    msg91: msg91 && {
      authKey: alike(msg91.authKey),
      ...{ templateId: msg91.templateId, senderId: msg91.senderId, route: msg91.route, webhookSecret: null },
      baseUrl: url,
    },
    webhook: webhook && { url, secret: alike(webhook.secret) },
  };
}

/** As long as the real one, and nothing of it. */
function alike({ length }: string): string {
  return randomBytes(Math.ceil(length / 2))
    .toString('hex')
    .slice(0, length);
}
