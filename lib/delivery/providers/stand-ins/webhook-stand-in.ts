import { isSignedWebhook } from '../../sign-webhook';
import { startVendorStandIn, type VendorStandIn } from './vendor-stand-in';

export const webhookSecret = `whsec_${Buffer.from('a secret of twenty-four').toString('base64')}`;

/** A service of the operator, that checks what it gets and takes it. */
export function startWebhookStandIn(): Promise<VendorStandIn> {
  return startVendorStandIn(({ headers, body }) => {
    const id = String(headers['webhook-id']);
    const parts = { id, timestamp: String(headers['webhook-timestamp']), body };
    if (!isSignedWebhook(parts, String(headers['webhook-signature']), webhookSecret)) {
      return { status: 401, body: { error: { kind: 'auth_failed', message: 'wrong signature' } } };
    }
    const { to } = (JSON.parse(body) as { data: { to: string } }).data;
    if (!/^\+[1-9]\d{6,14}$|^[^\s@]+@[^\s@]+$/.test(to)) {
      return { status: 422, body: { error: { kind: 'invalid_address', message: `no such address ${to}` } } };
    }
    return { status: 202, body: { id: `ours-${id}` } };
  });
}
