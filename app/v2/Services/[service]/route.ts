import { twilioResource } from '@/lib/web/twilio-resource';
import { twilioRoute } from '@/lib/web/twilio-route';
import { isServiceSid, renderService } from '@/lib/web/twilio-views';

export const { GET, POST, PUT, PATCH, DELETE } = twilioResource({
  GET: twilioRoute(async (context) => {
    const { service } = context.params;
    return isServiceSid(service) ? { body: renderService(context, service) } : { error: 20404 };
  }),
});
