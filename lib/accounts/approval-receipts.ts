import { errors, jwtVerify } from 'jose';
import { getSettings } from '@/lib/config/settings';
import type { Approval, Operation } from './approvals';
import { signToken, toSeconds } from './sign-token';
import { signingKeys } from './signing-keys';

/** A receipt is for whoever asked, and for nothing else. */
const type = 'approval+jwt';

/**
 * What the customer approved, signed (JWS, ES256) with the keys at /.well-known/jwks.json. `jti` is used up once, by
 * executing the approval. The same approval gives the same claims every time.
 */
export function signReceipt(approval: Approval): string {
  const { id, kind, amount, currency, payee, text, reference } = approval;
  const operation: Operation = { kind, amount, currency, payee, text, reference };
  return signToken(type, {
    approval: { id, ...operation },
    ...approvedBy(approval),
    ...{
      iss: getSettings().appUrl.origin,
      aud: approval.clientId,
      sub: approval.userId,
      jti: approval.receiptId!,
    },
    ...{ iat: toSeconds(approval.decidedAt!), exp: toSeconds(approval.receiptExpiresAt!) },
  });
}

/**
 * How it was approved: in our words, and in those of RFC 8176. A passkey proves the possession of a key and has checked
 * who holds it.
 */
function approvedBy({ method, channel }: Approval): { method: string; amr: string[] } {
  if (method === 'passkey') return { method, amr: ['pop', 'user', 'mfa'] };
  const amr = { email: ['otp'], sms: ['otp', 'sms'], whatsapp: ['otp'], voice: ['otp', 'tel'] };
  return { method: `code_${channel}`, amr: amr[channel] };
}

/** @returns the number of a receipt of ours and what it is for; null for anything else. Whether it is used, the row knows. */
export async function readReceipt(
  receipt: string,
  clientId: string,
): Promise<{ receiptId: string; approvalId: string } | null> {
  try {
    const { payload } = await jwtVerify(
      receipt,
      ({ kid }) => {
        const key = signingKeys().find(({ id }) => id === kid);
        if (!key) throw new errors.JWKSNoMatchingKey();
        return key.publicKey;
      },
      { algorithms: ['ES256'], typ: type, issuer: getSettings().appUrl.origin, audience: clientId },
    );
    const approvalId = (payload.approval as { id?: unknown } | undefined)?.id;
    return typeof payload.jti === 'string' && typeof approvalId === 'string'
      ? { receiptId: payload.jti, approvalId }
      : null;
  } catch (error) {
    if (error instanceof errors.JOSEError) return null;
    throw error;
  }
}
