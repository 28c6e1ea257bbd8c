import { startTwilioVerification } from '@/lib/web/start-twilio-verification';
import { twilioResource } from '@/lib/web/twilio-resource';
import { twilioRoute } from '@/lib/web/twilio-route';

export const { GET, POST, PUT, PATCH, DELETE } = twilioResource({
  POST: twilioRoute(startTwilioVerification),
});
