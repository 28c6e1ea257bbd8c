import { verifyIdentifierOtpSchema } from '@/lib/schemas/api/compat';
import { checkCompatCode } from '@/lib/web/compat-codes';
import { compatRoute } from '@/lib/web/compat-route';
import { resource } from '@/lib/web/resource';

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = resource({
  POST: compatRoute(verifyIdentifierOtpSchema, (context) => {
    const { identifier, otp_code, type } = context.body;
    return checkCompatCode(context, { field: 'identifier', typed: identifier, kind: type, code: otp_code });
  }),
});
