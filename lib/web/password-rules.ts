import { getSettings } from '@/lib/config/settings';

export function passwordMinLength(): number {
  return getSettings().passwordMinLength;
}
