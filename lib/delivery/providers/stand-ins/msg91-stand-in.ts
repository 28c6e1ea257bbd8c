import { randomBytes } from 'node:crypto';
import { startVendorStandIn, type VendorReply, type VendorStandIn } from './vendor-stand-in';

export const msg91Keys = {
  authKey: '123456AbCdEfGhIjKl5f0e1d2c3b4a',
  templateId: '60a1b2c3d4e5f60718293a4b',
};

export function msg91Refusal(message: string, status = 200): VendorReply {
  return { status, body: { type: 'error', message } };
}

/** MSG91's OTP call: POST /api/v5/otp with JSON; errors come with 200 and `type: "error"`. */
export function startMsg91StandIn(): Promise<VendorStandIn> {
  return startVendorStandIn(({ method, path, body }) => {
    if (method === 'GET' && path.startsWith('/api/balance.php?')) {
      const query = new URLSearchParams(path.split('?')[1]);
      return query.get('authkey') === msg91Keys.authKey ? { status: 200, body: '1250' } : msg91Refusal('207');
    }
    if (method !== 'POST' || path.split('?')[0] !== '/api/v5/otp') return msg91Refusal('Invalid URL', 404);
    const wanted = JSON.parse(body) as Record<string, unknown>;
    if (wanted.authkey !== msg91Keys.authKey) return msg91Refusal('Authentication failure');
    if (!/^[1-9]\d{6,14}$/.test(String(wanted.mobile))) return msg91Refusal('Mobile no. is not valid');
    if (wanted.template_id !== msg91Keys.templateId) return msg91Refusal('Template ID missing or invalid');
    return { status: 200, body: { type: 'success', request_id: randomBytes(12).toString('hex') } };
  });
}
