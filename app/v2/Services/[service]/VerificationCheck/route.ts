import { checkVerification } from '@/lib/flows/check-verification';
import { twilioResource } from '@/lib/web/twilio-resource';
import { twilioRoute } from '@/lib/web/twilio-route';
import { readTwilioTarget } from '@/lib/web/twilio-target';
import { isServiceSid, renderCheck } from '@/lib/web/twilio-views';

export const { GET, POST, PUT, PATCH, DELETE } = twilioResource({
  POST: twilioRoute(async (context) => {
    const { db, fields, params, visitor } = context;
    const { service } = params;
    if (!isServiceSid(service)) return { error: 20404 };
    const named = fields.VerificationSid ?? fields.To;
    if (!named) return { error: 60221 };
    if (!fields.Code) return { error: 60200, detail: 'Code' };
    if (fields.Amount || fields.Payee) return { error: 60204 };
    const target = readTwilioTarget(context, service, named);
    if (target.id === null && target.address === null) return { error: 60200, detail: 'To' };
    const result = await checkVerification({ db }, { ...target, typed: fields.Code, visitor });
    if (result.ok) {
      const { challenge, approved } = result.value;
      return { body: renderCheck(context, service, challenge, approved ? 'approved' : 'pending') };
    }
    const { retryAfterSeconds } = result;
    if (result.reason === 'code_malformed') return { error: 60200, detail: 'Code' };
    if (result.reason === 'too_many_attempts') return { error: 60202 };
    if (result.reason === 'account_held') return { error: 60202, retryAfterSeconds };
    return { error: 20404 };
  }),
});
