import { countSendAttempts } from '@/lib/delivery/find-send-attempts';
import { readAttemptFilter } from '@/lib/web/twilio-attempt-filter';
import { twilioResource } from '@/lib/web/twilio-resource';
import { twilioRoute } from '@/lib/web/twilio-route';

export const { GET, POST, PUT, PATCH, DELETE } = twilioResource({
  GET: twilioRoute(async (context) => {
    const filter = readAttemptFilter(context);
    if (filter === null) return { error: 60200 };
    const { total, converted } = await countSendAttempts(context.db, filter);
    return {
      body: {
        total_attempts: total,
        total_converted: converted,
        total_unconverted: total - converted,
        conversion_rate_percentage: total === 0 ? '0' : ((100 * converted) / total).toFixed(2),
        url: `${context.base}/Attempts/Summary`,
      },
    };
  }),
});
