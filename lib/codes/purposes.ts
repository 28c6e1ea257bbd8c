import { getSettings } from '@/lib/config/settings';

/** Why a code exists. `compat` serves the endpoints of older systems (`/send-otp` …), which know no purpose. */
export const purposes = [
  'login',
  'password_reset',
  'registration',
  'verification',
  'second_factor',
  'approval',
  'compat',
] as const;
export type Purpose = (typeof purposes)[number];

export interface PurposePolicy {
  /** Life of a code before OTP_EXPIRY_MINUTES, which can only be shorter or up to the cap. */
  ttlSeconds: number;
  /** Guesses per challenge; a resend does not renew them. */
  maxAttempts: number;
  /** A request about an unknown address gets a decoy; otherwise any address is served. */
  needsAccount: boolean;
  /** Asked for without an API key: these four tell nobody anything and are limited like the pages. */
  anonymous: boolean;
}

const minute = 60;
/** NIST SP 800-63B-4 3.1.3.2 and ASVS 6.5.5: no code lives longer. */
export const ttlCapSeconds = 10 * minute;

/** The policy. A purpose without a line here does not compile. */
export const policies: Record<Purpose, PurposePolicy> = {
  login: { ttlSeconds: 5 * minute, maxAttempts: 5, needsAccount: true, anonymous: true },
  password_reset: { ttlSeconds: 10 * minute, maxAttempts: 5, needsAccount: true, anonymous: true },
  registration: { ttlSeconds: 10 * minute, maxAttempts: 5, needsAccount: false, anonymous: true },
  verification: { ttlSeconds: 10 * minute, maxAttempts: 5, needsAccount: false, anonymous: true },
  second_factor: { ttlSeconds: 5 * minute, maxAttempts: 5, needsAccount: true, anonymous: false },
  approval: { ttlSeconds: 5 * minute, maxAttempts: 5, needsAccount: true, anonymous: false },
  compat: { ttlSeconds: 10 * minute, maxAttempts: 5, needsAccount: false, anonymous: true },
};

/** Seconds a new code of this purpose lives, with OTP_EXPIRY_MINUTES applied and capped. */
export function ttlSeconds(purpose: Purpose): number {
  const { expiryMinutes } = getSettings().codes;
  return Math.min(
    expiryMinutes === null ? policies[purpose].ttlSeconds : expiryMinutes * minute,
    ttlCapSeconds,
  );
}

/** Seconds to wait after the first, second … code before the next may be asked for; the last goes on. */
export const resendCooldownSeconds = [30, 60, 120] as const;

/** Codes per challenge, the first included. Keeps a challenge with extended life under an hour. */
export const maxSends = 5;

/** A grant is used within this time or not at all. */
export const grantTtlSeconds = 10 * minute;
