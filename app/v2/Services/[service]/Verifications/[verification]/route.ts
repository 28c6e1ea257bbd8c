import { endVerification } from '@/lib/flows/end-verification';
import { getVerification } from '@/lib/flows/get-verification';
import { twilioResource } from '@/lib/web/twilio-resource';
import { type TwilioContext, twilioRoute } from '@/lib/web/twilio-route';
import { readTwilioTarget } from '@/lib/web/twilio-target';
import { isServiceSid, renderVerification } from '@/lib/web/twilio-views';

export const { GET, POST, PUT, PATCH, DELETE } = twilioResource({
  GET: twilioRoute(async (context) => {
    const { service, target } = readPath(context);
    const found = target && (await getVerification({ db: context.db }, target));
    return found ? { body: renderVerification(context, service, found) } : { error: 20404 };
  }),
  POST: twilioRoute(async (context) => {
    const { service, target } = readPath(context);
    if (!target) return { error: 20404 };
    const as = context.fields.Status;
    if (as !== 'approved' && as !== 'canceled') return { error: 60200, detail: 'Status' };
    const ended = await endVerification({ db: context.db }, { ...target, as, visitor: context.visitor });
    return ended ? { body: renderVerification(context, service, ended) } : { error: 20404 };
  }),
});

function readPath(context: TwilioContext) {
  const { service = '', verification = '' } = context.params;
  // An address comes percent-encoded; + means itself in a path.
  const named = /%(?![0-9a-f]{2})/i.test(verification) ? '' : decodeURIComponent(verification);
  return { service, target: isServiceSid(service) ? readTwilioTarget(context, service, named) : null };
}
