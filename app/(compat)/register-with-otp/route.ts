import { registerByCompatCode } from '@/lib/flows/register-by-compat-code';
import { registerWithOtpSchema } from '@/lib/schemas/api/compat';
import {
  compatOwner,
  compatRoute,
  readAddress,
  refuseCode,
  renderCompatSession,
} from '@/lib/web/compat-route';
import { explainPasswordProblem } from '@/lib/web/explain-password-problem';
import { refuse, reply } from '@/lib/web/reply';
import { resource } from '@/lib/web/resource';

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = resource({
  POST: compatRoute(registerWithOtpSchema, async ({ db, body, client, visitor }) => {
    const phone = readAddress('phone', body.phone, 'phone');
    if ('refusal' in phone) return phone.refusal;
    const email = body.email === undefined ? null : readAddress('email', body.email, 'email');
    if (email && 'refusal' in email) return email.refusal;
    const result = await registerByCompatCode(
      { db },
      {
        email: email?.address.address ?? null,
        phone: phone.address.address,
        password: body.password,
        name: body.name,
        code: body.otp_code,
        owner: compatOwner(client),
        visitor,
      },
    );
    if (!result.ok) {
      const { reason } = result;
      if (reason === 'address_taken')
        return refuse('conflict', { detail: 'This phone number has an account already.' });
      if (reason !== 'password_weak') return refuseCode({ ...result, reason });
      return refuse('password_weak', { errors: { password: explainPasswordProblem(result.problem!) } });
    }
    return reply(201, {
      success: true,
      message: 'You are registered. Your email counts once you have confirmed it.',
      user: {
        id: result.value.userId,
        phone: phone.address.address,
        phone_verified: true,
        email_verified: false,
      },
      ...renderCompatSession(result.value.session),
    });
  }),
});
