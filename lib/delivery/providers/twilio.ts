import type { TwilioSettings } from '@/lib/config/vendor-settings';
import { DeliveryError } from '../delivery-error';
import type { RenderedMessage } from '../messages/rendered-message';
import { carriesPlainCodes, type Provider } from './provider';
import { getTwilioClient } from './twilio-client';
import { explainTwilio, type TwilioFault } from './twilio-errors';
import { toTwiml } from './twilio-voice';

/**
 * Twilio: texts, WhatsApp by a content template, calls. Written against
 * https://www.twilio.com/docs/messaging/api/message-resource, https://www.twilio.com/docs/content/send-templates-created-with-the-content-template-builder
 * and https://www.twilio.com/docs/voice/api/call-resource. Failures: twilio-failures.ts.
 */
export const twilio: Provider = {
  id: 'twilio',
  channels: ['sms', 'whatsapp', 'voice'],
  // A WhatsApp template has a place for the code and for nothing else.
  carries: (kind) => kind.channel !== 'whatsapp' || carriesPlainCodes(kind),
  async send(message, settings) {
    const account = settings.twilio!;
    const secrets = [message.code, message.to, account.authToken, account.accountSid];
    const statusCallback = settings.receiptsUrl ? `${settings.receiptsUrl}/twilio` : undefined;
    try {
      const client = await getTwilioClient(account);
      if (message.channel === 'voice') {
        const call = await client.calls.create({
          to: message.to,
          from: account.from!,
          twiml: toTwiml(message),
          timeout: 30,
          statusCallback,
        });
        return { providerMessageId: call.sid, state: 'sent' };
      }
      const sent = await client.messages.create({ ...contentOf(message, account), statusCallback });
      if (sent.errorCode || sent.status === 'failed' || sent.status === 'undelivered') {
        throw explainTwilio({ code: sent.errorCode, message: sent.errorMessage ?? 'failed' }, secrets);
      }
      if (!sent.sid) throw explainTwilio({ status: 502, message: 'The answer has no id.' }, secrets);
      return { providerMessageId: sent.sid, state: 'sent' };
    } catch (error) {
      throw error instanceof DeliveryError ? error : explainTwilio(error as TwilioFault, secrets);
    }
  },
  /** Written against https://www.twilio.com/docs/iam/api/account. */
  async probe(settings) {
    const twilioAccount = settings.twilio!;
    const { accountSid, authToken } = twilioAccount;
    try {
      const account = await (await getTwilioClient(twilioAccount)).api.v2010.accounts(accountSid).fetch();
      if (account.status !== 'active') {
        throw explainTwilio({ code: 20005, message: account.status }, [authToken, accountSid]);
      }
      return {
        text: 'Twilio knows the account, and it is active.',
        ...(account.type === 'Trial'
          ? {
              caution:
                'It is a trial account: it sends only to numbers that were verified under Verified Caller IDs. Verify yours, or upgrade.',
            }
          : {}),
      };
    } catch (error) {
      throw error instanceof DeliveryError
        ? error
        : explainTwilio(error as TwilioFault, [authToken, accountSid]);
    }
  },
};

function contentOf(message: RenderedMessage, account: TwilioSettings) {
  if (message.channel === 'whatsapp') {
    return {
      to: `whatsapp:${message.to}`,
      from: `whatsapp:${account.whatsapp!.from}`,
      contentSid: account.whatsapp!.contentSid,
      contentVariables: JSON.stringify({ 1: message.code }),
    };
  }
  const { messagingServiceSid } = account;
  const sender = messagingServiceSid ? { messagingServiceSid } : { from: account.from! };
  return { to: message.to, body: message.text, ...sender };
}
