import { DeliveryError } from '../delivery-error';
import type { Provider } from './provider';
import { getTwilioClient } from './twilio-client';
import { explainTwilio, type TwilioFault } from './twilio-errors';

const channelNames = { sms: 'sms', whatsapp: 'whatsapp', email: 'email', voice: 'call' } as const;

/** There is no such check (any more): it ended, was cancelled, or never was. */
const isGone = (error: TwilioFault) => error.status === 404 || Number(error.code) === 20404;

/**
 * Twilio Verify: the vendor makes the code, sends it and checks it; guesses, limits and pages stay ours. Written against
 * https://www.twilio.com/docs/verify/api/verification and https://www.twilio.com/docs/verify/api/verification-check.
 */
export const twilioVerify: Provider = {
  id: 'twilio-verify',
  channels: ['sms', 'whatsapp', 'email', 'voice'],
  carries: ({ template, purpose }) => template === 'code' && purpose !== 'approval',
  async send(message, settings) {
    const account = settings.twilioVerify!;
    const secrets = [message.code, message.to, account.authToken, account.accountSid, account.serviceSid];
    try {
      const { verifications } = (await getTwilioClient(account)).verify.v2.services(account.serviceSid);
      // Within ten minutes Verify would send the code of an earlier request to the same address once more, and that
      // one belongs to another challenge: it is ended first.
      await verifications(message.to)
        .update({ status: 'canceled' })
        .catch((error: TwilioFault) => {
          if (!isGone(error)) throw error;
        });
      const made = await verifications.create({
        to: message.to,
        channel: channelNames[message.channel],
        locale: message.locale,
        customFriendlyName: message.appName,
      });
      if (!made.sid || made.status !== 'pending') {
        throw explainTwilio({ status: 502, message: `The answer is "${made.status}".` }, secrets);
      }
      return { providerMessageId: made.sid, state: 'sent', verifierId: made.sid };
    } catch (error) {
      throw error instanceof DeliveryError ? error : explainTwilio(error as TwilioFault, secrets);
    }
  },
  async check(verifierId, code, settings) {
    const account = settings.twilioVerify!;
    try {
      const service = (await getTwilioClient(account)).verify.v2.services(account.serviceSid);
      // By the id, never by the address: a code that was sent for another challenge is not right here.
      const checked = await service.verificationChecks.create({ verificationSid: verifierId, code });
      return checked.status === 'approved' && checked.sid === verifierId;
    } catch (error) {
      const fault = error as TwilioFault;
      // 60202: Verify counts checks itself; 60200: it finds the code malformed. Both are answers.
      if (isGone(fault) || [60200, 60202].includes(Number(fault.code))) return false;
      throw explainTwilio(fault, [code, account.authToken, account.accountSid, account.serviceSid]);
    }
  },
  /** Written against https://www.twilio.com/docs/verify/api/service. */
  async probe(settings) {
    const account = settings.twilioVerify!;
    try {
      const service = await (await getTwilioClient(account)).verify.v2.services(account.serviceSid).fetch();
      return { text: `Twilio Verify knows the service; its codes have ${service.codeLength} digits.` };
    } catch (error) {
      throw explainTwilio(error as TwilioFault, [account.authToken, account.accountSid, account.serviceSid]);
    }
  },
};
