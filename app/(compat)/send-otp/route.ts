import { sendOtpSchema } from '@/lib/schemas/api/compat';
import { sendCompatCode } from '@/lib/web/compat-codes';
import { compatRoute } from '@/lib/web/compat-route';
import { resource } from '@/lib/web/resource';

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = resource({
  POST: compatRoute(sendOtpSchema, (context) => {
    const { to, channel } = context.body;
    return sendCompatCode(context, { field: 'to', typed: to, channel });
  }),
});
