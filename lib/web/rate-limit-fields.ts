import { getLimits, type LimitName } from '@/lib/limits/catalogue';
import type { LimitsLeft } from '@/lib/limits/take-limits';

const announced = ['api_anonymous', 'api_signed_in'] as const satisfies readonly LimitName[];

/** `RateLimit` and `RateLimit-Policy` (draft-ietf-httpapi-ratelimit-headers-10) of the caller's own limit. */
export function rateLimitFields(left: LimitsLeft, perMinute: number | null): Record<string, string> {
  const name = announced.find((candidate) => left[candidate] !== undefined);
  if (name === undefined) return {};
  const { max, seconds } = getLimits()[name];
  const quota = name === 'api_signed_in' ? (perMinute ?? max) : max;
  return {
    'ratelimit-policy': `"${name}";q=${quota};w=${seconds}`,
    ratelimit: `"${name}";r=${left[name]};t=${seconds}`,
  };
}
