import { resetByCompatCode } from '@/lib/flows/reset-by-compat-code';
import { forgotPasswordOtpSchema } from '@/lib/schemas/api/compat';
import { publicText } from '@/lib/schemas/public-text';
import { compatOwner, compatRoute, readAddress, refuseCode } from '@/lib/web/compat-route';
import { explainPasswordProblem } from '@/lib/web/explain-password-problem';
import { refuse, reply } from '@/lib/web/reply';
import { resource } from '@/lib/web/resource';

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = resource({
  POST: compatRoute(forgotPasswordOtpSchema, async ({ db, body, client, visitor }) => {
    const phone = readAddress('phone', body.phone);
    if ('refusal' in phone) return phone.refusal;
    const email = body.email === undefined ? null : readAddress('email', body.email, 'email');
    if (email && 'refusal' in email) return email.refusal;
    const result = await resetByCompatCode(
      { db },
      {
        address: phone.address.address,
        email: email?.address.address ?? null,
        password: body.new_password,
        code: body.otp_code,
        owner: compatOwner(client),
        visitor,
      },
    );
    if (result.ok) return reply(200, { success: true, message: publicText('password_changed') });
    const { reason } = result;
    if (reason === 'not_found') return refuse('not_found', { detail: 'No account has these addresses.' });
    if (reason !== 'password_weak') return refuseCode({ ...result, reason });
    return refuse('password_weak', { errors: { new_password: explainPasswordProblem(result.problem!) } });
  }),
});
