import { describeDevice } from '@/lib/delivery/messages/describe-device';

/** "Firefox, Linux", as our messages say it, and never a word of what the client itself wrote. */
export function describeUserAgent(userAgent: string | null): string {
  return describeDevice(userAgent) ?? 'Unknown device';
}
