import { verifyPhoneOtpSchema } from '@/lib/schemas/api/compat';
import { checkCompatCode } from '@/lib/web/compat-codes';
import { compatRoute } from '@/lib/web/compat-route';
import { resource } from '@/lib/web/resource';

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = resource({
  POST: compatRoute(verifyPhoneOtpSchema, (context) => {
    const { phone, otp } = context.body;
    return checkCompatCode(context, { field: 'phone', typed: phone, kind: 'phone', code: otp });
  }),
});
