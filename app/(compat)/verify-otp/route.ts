import { verifyOtpSchema } from '@/lib/schemas/api/compat';
import { checkCompatCode } from '@/lib/web/compat-codes';
import { compatRoute } from '@/lib/web/compat-route';
import { resource } from '@/lib/web/resource';

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = resource({
  POST: compatRoute(verifyOtpSchema, (context) => {
    const { to, code } = context.body;
    return checkCompatCode(context, { field: 'to', typed: to, code });
  }),
});
