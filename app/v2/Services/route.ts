import { twilioResource } from '@/lib/web/twilio-resource';
import { twilioRoute } from '@/lib/web/twilio-route';
import { defaultServiceSid, renderService } from '@/lib/web/twilio-views';

export const { GET, POST, PUT, PATCH, DELETE } = twilioResource({
  GET: twilioRoute(async (context) => {
    const url = `${context.base}/Services?PageSize=50&Page=0`;
    const meta = {
      page: 0,
      page_size: 50,
      first_page_url: url,
      previous_page_url: null,
      url,
      next_page_url: null,
    };
    const services = [renderService(context, defaultServiceSid(context.key.id))];
    return { body: { services, meta: { ...meta, key: 'services' } } };
  }),
});
