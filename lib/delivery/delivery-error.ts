/**
 * Why a message did not go out:
 * `invalid_address` the address cannot receive this channel; `rejected` the vendor or the network refuses this message;
 * `auth_failed` the vendor refuses our account or its settings; `rate_limited` too much for now;
 * `timeout` no answer in time (the message may have gone out); `unavailable` the vendor or the way to it is out of order.
 */
export type FailureKind =
  | 'invalid_address'
  | 'rejected'
  | 'auth_failed'
  | 'rate_limited'
  | 'timeout'
  | 'unavailable';

/** Whether the same message may succeed later at the same provider. */
export const isTransient: Readonly<Record<FailureKind, boolean>> = {
  invalid_address: false,
  rejected: false,
  auth_failed: false,
  rate_limited: true,
  timeout: true,
  unavailable: true,
};

/** Why nothing more is to be sent to an address: it bounced, or its owner said STOP. */
export type Suppressing = 'bounced' | 'stopped';

interface FailureFacts {
  vendorCode?: string | null;
  detail: string;
  suppress?: Suppressing | null;
  /** What a 429 asked for. */
  retryAfterSeconds?: number | null;
}

/** The one way in which a provider fails. `detail` is for the operator and holds no code, secret or address. */
export class DeliveryError extends Error {
  readonly kind: FailureKind;
  /** The vendor's own code, for instance `21608` or `550 5.1.1`. */
  readonly vendorCode: string | null;
  readonly detail: string;
  readonly suppress: Suppressing | null;
  readonly retryAfterSeconds: number | null;

  constructor(
    kind: FailureKind,
    { vendorCode = null, detail, suppress = null, retryAfterSeconds = null }: FailureFacts,
  ) {
    super(`${kind}${vendorCode ? ` (${vendorCode})` : ''}: ${detail}`);
    this.name = 'DeliveryError';
    this.kind = kind;
    this.vendorCode = vendorCode;
    this.detail = detail;
    this.suppress = suppress;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

const detailLimit = 400;

/** A vendor's words on one line, without the things that vendors like to quote: the code, the address, our secrets. */
export function redact(words: unknown, secrets: readonly (string | null | undefined)[]): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is removed
  let text = String(words ?? '').replace(/[\u0000-\u001f\u007f-\u009f\s]+/g, ' ');
  for (const secret of secrets) {
    if (!secret || secret.length < 4) continue;
    text = text.replaceAll(secret, '…').replaceAll(Buffer.from(secret).toString('base64'), '…');
    // Read out as "123 456", or in the last line's percent-encoding.
    if (/^\d+$/.test(secret)) text = text.replace(new RegExp([...secret].join('[\\s.,-]*'), 'g'), '…');
    text = text.replaceAll(encodeURIComponent(secret), '…');
  }
  return text.trim().slice(0, detailLimit);
}
